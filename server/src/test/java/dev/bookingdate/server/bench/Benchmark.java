package dev.bookingdate.server.bench;

import java.time.Duration;

/** Measures one thing side by side with what it is compared to. */
interface Benchmark {

    /** How long it may take at most; past that it fails. */
    Duration limit();

    void run(Report report) throws Exception;
}
