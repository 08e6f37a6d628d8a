/** What the scenarios measure: real processes, and the client that orders and collects. */
@NullMarked
package diner.bench.stage;

import org.jspecify.annotations.NullMarked;
