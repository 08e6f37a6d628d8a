/** A small kitchen: the HTTP service that burgers come from, for demos, tests and measurements. */
@NullMarked
package diner.worker.kitchen;

import org.jspecify.annotations.NullMarked;
