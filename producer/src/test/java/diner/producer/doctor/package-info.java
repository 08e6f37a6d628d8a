@NullMarked
package diner.producer.doctor;

import org.jspecify.annotations.NullMarked;
