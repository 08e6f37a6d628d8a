/** Measures a deployment of Diner on this machine: the command and its scenarios. */
@NullMarked
package diner.bench;

import org.jspecify.annotations.NullMarked;
