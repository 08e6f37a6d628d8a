/** The data that travels through the worker. Knows neither Kafka nor Vert.x. */
@NullMarked
package diner.worker.flow;

import org.jspecify.annotations.NullMarked;
