package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.caller.TokenIdentity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each call. It holds nothing that the caller wrote freely: of the path only the operation, of the methods
 * only known ones, and a track id only after the check that keeps quotes and line breaks out. A person reads the message;
 * programs read the same as members of structured logging, the ids among them from the MDC.
 */
final class CallLog {

    /** The name to set a level or an appender by. */
    static final String NAME = "bookingdate.calls";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final String NONE = "-";

    private CallLog() {}

    static void log(HttpServletRequest request, HttpServletResponse response, long nanos) {
        Call call = Call.of(request);
        String tenant = tenant(request).map(String::valueOf).orElse(NONE);
        String operation = call.operation() == null ? NONE : call.operation().id();
        String method = Calls.method(request).orElse(NONE);
        int status = response.getStatus();
        long millis = nanos / 1_000_000;
        LOG.atInfo()
                .addKeyValue("tenant", tenant)
                .addKeyValue("operation", operation)
                .addKeyValue("method", method)
                .addKeyValue("status", status)
                .addKeyValue("millis", millis)
                .log(
                        "request_id={} track_id={} tenant={} operation={} method={} status={} millis={}",
                        call.requestId(),
                        quoted(call.trackId()),
                        tenant,
                        operation,
                        method,
                        status,
                        millis);
    }

    /** The tenant whose token let the call in. */
    static Optional<Long> tenant(HttpServletRequest request) {
        return TokenIdentity.in(request).map(TokenIdentity::tenantId);
    }

    /** In quotes, for it may hold spaces; never a quote. */
    private static String quoted(@Nullable String trackId) {
        return trackId == null ? NONE : '"' + trackId + '"';
    }
}
