/**
 * The poll loop and its bookkeeping: ledger, admission, key order, rebalances. All on one thread.
 */
@NullMarked
package diner.worker.intake;

import org.jspecify.annotations.NullMarked;
