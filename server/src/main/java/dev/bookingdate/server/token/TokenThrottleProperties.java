package dev.bookingdate.server.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How those who guess secrets are slowed.
 *
 * @param freePerClientAndAddress failures of one client from one address that cost nothing, 1 or more
 * @param freePerAddress failures of any clients from one address that cost nothing, 1 or more
 * @param freePerClient failures of one client from any addresses that cost nothing, 1 or more. Much higher than the others:
 *     who reaches it keeps the client's owner out as well
 * @param firstWait the wait after the first failure that is not free; each further one doubles it
 * @param longestWait what the wait is doubled up to
 * @param forgetAfter how long after the first failure the count begins anew
 * @param verifications how many token requests this node verifies at once; 0 is half of its processors, at least 1
 * @param verificationsWaiting how many more may wait for that
 * @param verificationWait how long they wait
 */
@ConfigurationProperties("bookingdate.auth.throttle")
public record TokenThrottleProperties(
        @DefaultValue("10") int freePerClientAndAddress,
        @DefaultValue("100") int freePerAddress,
        @DefaultValue("1000") int freePerClient,
        @DefaultValue("1s") Duration firstWait,
        @DefaultValue("60s") Duration longestWait,
        @DefaultValue("1h") Duration forgetAfter,
        @DefaultValue("0") int verifications,
        @DefaultValue("32") int verificationsWaiting,
        @DefaultValue("2s") Duration verificationWait) {

    public TokenThrottleProperties {
        require(freePerClientAndAddress >= 1, "free-per-client-and-address must be 1 or more");
        require(freePerAddress >= 1, "free-per-address must be 1 or more");
        require(freePerClient >= 1, "free-per-client must be 1 or more");
        require(firstWait.toMillis() >= 1, "first-wait must be 1ms or more");
        require(longestWait.compareTo(firstWait) >= 0, "longest-wait must not be shorter than first-wait");
        require(forgetAfter.compareTo(longestWait) > 0, "forget-after must be longer than longest-wait");
        require(verifications >= 0, "verifications must be 0 or more");
        require(verificationsWaiting >= 0, "verifications-waiting must be 0 or more");
        require(!verificationWait.isNegative(), "verification-wait must not be negative");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("bookingdate.auth.throttle." + rule);
        }
    }
}
