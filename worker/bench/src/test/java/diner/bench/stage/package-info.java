@NullMarked
package diner.bench.stage;

import org.jspecify.annotations.NullMarked;
