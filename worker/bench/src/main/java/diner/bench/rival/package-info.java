/** The loops that people write by hand, as processes: what the worker is measured against. */
@NullMarked
package diner.bench.rival;

import org.jspecify.annotations.NullMarked;
