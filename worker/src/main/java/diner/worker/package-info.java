/** The worker's command, its settings, and the order in which its parts start and stop. */
@NullMarked
package diner.worker;

import org.jspecify.annotations.NullMarked;
