package dev.bookingdate.server.http;

import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.core.Ordered;

/**
 * What a call passes, from the socket to its operation, and why in this order. What is new finds its place here.
 *
 * <p>Tomcat's valves come before any filter. They see what Tomcat refuses by itself, such as a bad request line:
 *
 * <ol>
 *   <li>{@code CallEndValve}: outermost, since it sends the answer and gets rid of what is left of the body.
 *   <li>{@link CallValve}: establishes the call, its ids and its operation; the log, the span and the metrics end it.
 *   <li>{@link CompressionValve}: says in one word whether the answer may be compressed, before anybody asks.
 *   <li>{@code EnvelopeValve} in {@link TomcatSetup}: in the place of Tomcat's error page.
 * </ol>
 *
 * <p>The filters follow, in the order of the numbers below; within {@link CallFilter} its own code is the list. Then come
 * Spring MVC's routes, and its interceptors:
 *
 * <ol>
 *   <li>A key on PUT is refused, in {@link WebSetup}: before the body is waited for.
 *   <li>{@link BodyCheck}: as late as can be, so that a call that is refused for anything else has not waited for a body.
 * </ol>
 */
final class CallOrder {

    /** Outermost: answers whatever fails further in, and does all that is done before a token is asked for. */
    static final int CALL = Ordered.HIGHEST_PRECEDENCE;

    /** Spring Security's place: what comes after it knows the caller. The token endpoint ends here. */
    private static final int CALLER = SecurityFilterProperties.DEFAULT_FILTER_ORDER;

    /** As soon as the caller is known: whatever comes after it is counted, and not done when a limit is reached. */
    static final int LIMITS = CALLER + 10;

    /** Innermost: what it lets through runs in its transaction. Leaves all but creates with a key alone. */
    static final int IDEMPOTENCY = LIMITS + 10;

    private CallOrder() {}
}
