package diner.worker.handler.cleaning;

import org.jspecify.annotations.Nullable;

/**
 * A house before it is cleaned. Nobody writes to it any more.
 *
 * @param truth as it was made, to measure the cleaning by; null for a user's picture
 */
record House(Picture dirty, @Nullable Picture truth) {}
