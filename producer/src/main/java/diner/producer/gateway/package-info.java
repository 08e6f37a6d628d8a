/**
 * The HTTP gateway: a request enqueues a job, waits for its reply without a thread, and returns.
 */
@NullMarked
package diner.producer.gateway;

import org.jspecify.annotations.NullMarked;
