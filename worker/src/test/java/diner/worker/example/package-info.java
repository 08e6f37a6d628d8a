/** A kind of job as a user would write it. */
@NullMarked
package diner.worker.example;

import org.jspecify.annotations.NullMarked;
