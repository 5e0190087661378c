package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import java.time.Clock;
import java.time.ZoneId;

/** What the workers of a node work with. */
record Equipment(
        JobStatements statements,
        EngineProperties properties,
        ThrottleProperties throttle,
        EngineMetrics metrics,
        Clock clock) {

    /** A throttle for a walk through a partition of the job, whose tenant has that time zone. */
    Throttle throttleOf(ZoneId zone, JobKey job) {
        return new Throttle(throttle, zone, clock, () -> statements.queue().surroundings(job));
    }
}
