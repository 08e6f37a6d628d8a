@NullMarked
package diner.bench.report;

import org.jspecify.annotations.NullMarked;
