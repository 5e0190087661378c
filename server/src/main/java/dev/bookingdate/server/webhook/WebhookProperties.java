package dev.bookingdate.server.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How patient the sender is.
 *
 * @param timeout how long an endpoint may take to answer
 * @param firstPause after the first attempt that failed; each further one is twice as long
 * @param longestPause at most so long
 * @param giveUpAfter so long after a job's end nobody tries any more
 */
@ConfigurationProperties("bookingdate.webhooks")
record WebhookProperties(
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("30s") Duration firstPause,
        @DefaultValue("1h") Duration longestPause,
        @DefaultValue("24h") Duration giveUpAfter) {

    WebhookProperties {
        Assert.isTrue(isPositive(timeout), "bookingdate.webhooks.timeout must be above 0");
        Assert.isTrue(
                firstPause.compareTo(timeout.multipliedBy(2)) >= 0,
                "bookingdate.webhooks.first-pause must be twice bookingdate.webhooks.timeout or more, or two nodes could"
                        + " send the same at the same time");
        Assert.isTrue(
                longestPause.compareTo(firstPause) >= 0,
                "bookingdate.webhooks.longest-pause must not be less than bookingdate.webhooks.first-pause");
        Assert.isTrue(isPositive(giveUpAfter), "bookingdate.webhooks.give-up-after must be above 0");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
