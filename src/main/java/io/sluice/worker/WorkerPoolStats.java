package io.sluice.worker;

import java.util.List;

/**
 * What a pool does and has done, at one instant. Numbers are exact when nothing moves; those of
 * calls that are just beginning or ending may differ by these.
 *
 * @param size how many tasks may run at a time
 * @param active how many tasks workers run now, those that are cancelled and still run included
 * @param queued how many accepted calls wait for a worker
 * @param completed calls that ended with their result, an empty one included, since the pool began;
 *     as all counters below
 * @param failed calls whose task failed in its worker, or could not be sent
 * @param timedOut calls that ended with {@link TaskTimeoutException}
 * @param crashed calls that ended with {@link WorkerCrashedException} or {@link
 *     PoisonTaskException}, and those that found no worker able to start
 * @param cancelled calls whose subscription was cancelled before they ended
 * @param rejected calls that were refused with {@link PoolOverloadedException}
 * @param restarts workers that ended and were not simply idle for too long or closed with the pool:
 *     crashed, killed after a time-out or a cancel, retired after their last task, not started
 * @param pids the worker processes that live now, those that are just starting or ending included;
 *     immutable
 */
public record WorkerPoolStats(
    int size,
    int active,
    int queued,
    long completed,
    long failed,
    long timedOut,
    long crashed,
    long cancelled,
    long rejected,
    long restarts,
    List<Long> pids) {}
