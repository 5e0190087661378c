package dev.bookingdate.server.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of this node one address may hold. Behind a proxy that is not declared all callers share one, so the defaults
 * are far above what honest callers need at the same time.
 *
 * @param perAddress connections of one address at a time, 0 = any, and at most a quarter of all that the port may
 *     have; a declared proxy ({@code server.forward-headers-strategy=native}) may have any number
 * @param bodiesPerAddress request bodies of one address that are on their way at a time, 1 or more; past that the one that
 *     has been on its way for longest gives way to the newest
 * @param bodyTimeout how long a body may be silent, and how long a small one may take; a large one gets a second more for
 *     each 64 KiB that have come. Shorter than {@code server.tomcat.connection-timeout}
 */
@ConfigurationProperties("bookingdate.connections")
public record ConnectionProperties(
        @DefaultValue("1000") int perAddress,
        @DefaultValue("100") int bodiesPerAddress,
        @DefaultValue("8s") Duration bodyTimeout) {

    public ConnectionProperties {
        if (perAddress < 0) {
            throw new IllegalArgumentException("bookingdate.connections.per-address must be 0 or more");
        }
        if (bodiesPerAddress < 1) {
            throw new IllegalArgumentException("bookingdate.connections.bodies-per-address must be 1 or more");
        }
        if (bodyTimeout.isNegative() || bodyTimeout.isZero()) {
            throw new IllegalArgumentException("bookingdate.connections.body-timeout must be more than 0");
        }
    }
}
