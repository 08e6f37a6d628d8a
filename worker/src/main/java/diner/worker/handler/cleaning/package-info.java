/** The computing kind: houses (images) cleaned (denoised) room by room. */
@NullMarked
package diner.worker.handler.cleaning;

import org.jspecify.annotations.NullMarked;
