package dev.bookingdate.server.engine;

import java.time.Clock;

/** What the workers of a node work with. */
record Equipment(
        JobStatements statements,
        PartitionQueue queue,
        EngineProperties properties,
        ThrottleProperties throttle,
        EngineMetrics metrics,
        Clock clock) {}
