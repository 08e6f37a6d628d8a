/** What is wrong with the connection, the topics and the group, in plain words. */
@NullMarked
package diner.producer.doctor;

import org.jspecify.annotations.NullMarked;
