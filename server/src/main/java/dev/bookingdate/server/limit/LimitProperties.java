package dev.bookingdate.server.limit;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls are let in. The same on all nodes, since they share what is counted.
 *
 * @param enabled whether calls are limited at all
 * @param callsPerMinute of a tenant, 1 to 1,000,000,000,000
 * @param callsPerHour likewise
 * @param callsPerDay likewise
 * @param concurrentCalls how many calls of a tenant and entity may run at the same time on this node, 1 to 1,000,000
 */
@ConfigurationProperties("bookingdate.limits")
public record LimitProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("50000") long callsPerMinute,
        @DefaultValue("2250000") long callsPerHour,
        @DefaultValue("27000000") long callsPerDay,
        @DefaultValue("40") int concurrentCalls) {

    private static final long MOST_CALLS = 1_000_000_000_000L;
    private static final int MOST_CONCURRENT_CALLS = 1_000_000;

    public LimitProperties {
        require("calls-per-minute", callsPerMinute, MOST_CALLS);
        require("calls-per-hour", callsPerHour, MOST_CALLS);
        require("calls-per-day", callsPerDay, MOST_CALLS);
        require("concurrent-calls", concurrentCalls, MOST_CONCURRENT_CALLS);
    }

    List<RateLimit> rates() {
        return List.of(
                new RateLimit(RateLimit.Window.MINUTE, callsPerMinute),
                new RateLimit(RateLimit.Window.HOUR, callsPerHour),
                new RateLimit(RateLimit.Window.DAY, callsPerDay));
    }

    /** The limit with the places that are kept on top of it, for the calls that stop a job: a tenth, at least 2. */
    int concurrentCallsWithReserve() {
        return concurrentCalls + Math.max(2, concurrentCalls / 10);
    }

    private static void require(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "bookingdate.limits.%s must be from 1 to %d; bookingdate.limits.enabled=false turns the limits off",
                    name,
                    most));
        }
    }
}
