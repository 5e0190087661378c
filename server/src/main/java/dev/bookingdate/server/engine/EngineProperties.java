package dev.bookingdate.server.engine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How this node runs jobs.
 *
 * @param enabled whether it runs any; a node that does not still answers every request, and stops every job
 * @param threads how many partitions it works on at a time, 1 or more
 * @param partitionRows how many charges a partition has at least; a job with fewer than twice as many is not split
 * @param maxPartitions into how many partitions a job is split at most
 * @param chunkTarget how long a chunk should take: windows and chunks grow and shrink accordingly
 * @param windowRows how many rows a window has at most: they lie on adjacent pages
 * @param stripes into how many chunks a window is split. A prime number, so that charges of several entities or orgs
 *     that were loaded in turns don't all fall into the same stripe. Where little is written a window has only one
 * @param failedShare a job of which a larger share of charges can't be written is FAILED, 0 to 1
 * @param failedRows but not before so many have failed, or all; 1 or more
 * @param missingOriginals what becomes of a charge whose original is not in the data
 * @param heartbeatInterval how often a node says that it is alive
 * @param missedHeartbeats after how many missed heartbeats its jobs go to another node
 * @param pollInterval how often a node looks for jobs that it was not told about
 * @param sweepInterval how often a node looks for stops whose node is gone, and for jobs that nobody runs
 * @param lockTimeout how long a chunk waits for a row that a user has locked, before it lets go and tries again
 * @param drainTimeout how long a node that shuts down waits for the chunks in flight
 */
@ConfigurationProperties("bookingdate.engine")
public record EngineProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2") int threads,
        @DefaultValue("250000") long partitionRows,
        @DefaultValue("32") int maxPartitions,
        @DefaultValue("50ms") Duration chunkTarget,
        @DefaultValue("100000") int windowRows,
        @DefaultValue("23") int stripes,
        @DefaultValue("0.05") double failedShare,
        @DefaultValue("10") int failedRows,
        @DefaultValue("accept") MissingOriginals missingOriginals,
        @DefaultValue("1s") Duration heartbeatInterval,
        @DefaultValue("4") int missedHeartbeats,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("1s") Duration sweepInterval,
        @DefaultValue("1s") Duration lockTimeout,
        @DefaultValue("10s") Duration drainTimeout) {

    public EngineProperties {
        Assert.isTrue(threads >= 1, "bookingdate.engine.threads must be 1 or more");
        Assert.isTrue(partitionRows >= 1, "bookingdate.engine.partition-rows must be 1 or more");
        Assert.isTrue(maxPartitions >= 1, "bookingdate.engine.max-partitions must be 1 or more");
        Assert.isTrue(
                !chunkTarget.isNegative() && !chunkTarget.isZero(), "bookingdate.engine.chunk-target must be above 0");
        Assert.isTrue(windowRows >= 1, "bookingdate.engine.window-rows must be 1 or more");
        Assert.isTrue(stripes >= 1, "bookingdate.engine.stripes must be 1 or more");
        Assert.isTrue(failedShare >= 0 && failedShare <= 1, "bookingdate.engine.failed-share must be from 0 to 1");
        Assert.isTrue(failedRows >= 1, "bookingdate.engine.failed-rows must be 1 or more");
        Assert.isTrue(missedHeartbeats >= 4, "bookingdate.engine.missed-heartbeats must be 4 or more");
    }

    FailureLimit failureLimit() {
        return new FailureLimit(failedShare, failedRows);
    }
}
