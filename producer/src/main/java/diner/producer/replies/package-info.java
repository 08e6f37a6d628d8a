/** Reading jobs.replies: the feed and its filters, and the commands await and replies. */
@NullMarked
package diner.producer.replies;

import org.jspecify.annotations.NullMarked;
