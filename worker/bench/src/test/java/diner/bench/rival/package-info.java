@NullMarked
package diner.bench.rival;

import org.jspecify.annotations.NullMarked;
