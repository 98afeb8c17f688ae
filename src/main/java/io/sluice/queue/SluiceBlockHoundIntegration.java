package io.sluice.queue;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound, where an application has it, of two moments in which threads that must not
 * block give way to others: some microseconds before a subscription goes to sleep, and while a
 * sender lets a receiver in full flow get ahead. Neither waits for anybody.
 *
 * <p>BlockHound finds it by itself.
 */
public final class SluiceBlockHoundIntegration implements BlockHoundIntegration {
  /** For BlockHound. */
  public SluiceBlockHoundIntegration() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside("io.sluice.queue.Pause", "isWorthwhile");
    builder.allowBlockingCallsInside("io.sluice.ring.Distance", "isGrowing");
  }
}
