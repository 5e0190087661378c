package dev.bookingdate.server.http;

import dev.bookingdate.server.auth.Callers;
import dev.bookingdate.server.call.CallContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * One line for each call. It holds nothing that the caller wrote freely: of the path only the route's pattern, of the
 * methods only known ones, and a track id only after the check that keeps quotes and line breaks out.
 */
@Component
class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final String NONE = "-";

    private final RequestAttributeSecurityContextRepository securityContexts =
            new RequestAttributeSecurityContextRepository();

    void log(HttpServletRequest request, HttpServletResponse response, long nanos) {
        var call = (CallContext) request.getAttribute(CallContext.ATTRIBUTE);
        LOG.info(
                "request_id={} track_id={} tenant={} method={} route={} status={} millis={}",
                call.requestId(),
                trackId(call),
                tenant(request),
                method(request),
                route(request),
                response.getStatus(),
                nanos / 1_000_000);
    }

    /** In quotes, for it may hold spaces; never a quote. */
    private static String trackId(CallContext call) {
        return call.trackId() == null ? NONE : '"' + call.trackId() + '"';
    }

    private String tenant(HttpServletRequest request) {
        SecurityContext context = securityContexts.loadDeferredContext(request).get();
        return context.getAuthentication() instanceof JwtAuthenticationToken token
                ? Long.toString(Callers.tenantId(token))
                : NONE;
    }

    private static String method(HttpServletRequest request) {
        @Nullable String method = request.getMethod();
        return method != null && METHODS.contains(method) ? method : NONE;
    }

    private static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? NONE : pattern.toString();
    }
}
