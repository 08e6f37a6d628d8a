/**
 * What becomes of a job when an attempt ends: another attempt, or its reply and its dead letter as
 * records.
 */
@NullMarked
package diner.worker.answer;

import org.jspecify.annotations.NullMarked;
