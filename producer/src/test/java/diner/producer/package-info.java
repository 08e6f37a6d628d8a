/** Tests of the command line, on the local broker where they end in IT. */
@NullMarked
package diner.producer;

import org.jspecify.annotations.NullMarked;
