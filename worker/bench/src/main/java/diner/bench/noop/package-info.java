/** A kind whose jobs do nothing, as a user would bring it: in a jar of its own. */
@NullMarked
package diner.bench.noop;

import org.jspecify.annotations.NullMarked;
