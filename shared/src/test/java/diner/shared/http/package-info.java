/** Tests. */
@NullMarked
package diner.shared.http;

import org.jspecify.annotations.NullMarked;
