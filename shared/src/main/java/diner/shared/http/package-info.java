/** What every HTTP server of Diner does alike: limits, and what it tells browsers. */
@NullMarked
package diner.shared.http;

import org.jspecify.annotations.NullMarked;
