/** Figures, the bars they are held against, and how both are shown. */
@NullMarked
package diner.bench.report;

import org.jspecify.annotations.NullMarked;
