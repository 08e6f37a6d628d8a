@NullMarked
package diner.bench.noop;

import org.jspecify.annotations.NullMarked;
