package dev.bookingdate.server.http;

import dev.bookingdate.server.call.CallContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the pages of the configured origins call, and answers their preflights, which never carry a token. A call from any
 * other origin is answered as if there were no CORS: the browser keeps the answer from the page.
 */
@Component
@EnableConfigurationProperties(CorsProperties.class)
@Order(FilterOrder.CROSS_ORIGIN)
class CrossOriginFilter extends OncePerRequestFilter {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT");
    private static final List<String> ACCEPTED = List.of(
            "Accept",
            "Authorization",
            "Content-Encoding",
            "Content-Type",
            "Idempotency-Key",
            "Prefer",
            "traceparent",
            "tracestate",
            "Zuora-Entity-Ids",
            "Zuora-Org-Ids",
            CallContext.TRACK_ID_HEADER,
            "Zuora-Version");
    private static final List<String> EXPOSED = List.of(
            CallContext.REQUEST_ID_HEADER,
            CallContext.TRACK_ID_HEADER,
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Concurrency-Limit-Type",
            "Concurrency-Limit-Limit",
            "Concurrency-Limit-Remaining",
            HttpHeaders.RETRY_AFTER,
            "Preference-Applied");
    private static final long PREFLIGHT_SECONDS = 3600;

    private final CorsConfiguration rules;
    private final DefaultCorsProcessor processor = new Processor();

    CrossOriginFilter(CorsProperties properties) {
        rules = new CorsConfiguration();
        rules.setAllowedOrigins(properties.allowedOrigins());
        rules.setAllowedMethods(METHODS);
        rules.setAllowedHeaders(ACCEPTED);
        rules.setMaxAge(PREFLIGHT_SECONDS);
        // Never with credentials: there are no cookies, and a token is put into its header by who has it.
        rules.setAllowCredentials(false);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean preflight = CorsUtils.isPreFlightRequest(request);
        String allowed = rules.checkOrigin(request.getHeader(HttpHeaders.ORIGIN));
        if (allowed == null) {
            varyWhereConfigured(response);
            chain.doFilter(preflight ? new PlainOptions(request) : request, response);
        } else if (!preflight) {
            varyWhereConfigured(response);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(", ", EXPOSED));
            chain.doFilter(request, response);
        } else if (processor.processRequest(rules, request, response)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
        }
    }

    private void varyWhereConfigured(HttpServletResponse response) {
        if (!List.of().equals(rules.getAllowedOrigins())) {
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
    }

    /** A preflight that is none of ours: Spring MVC would refuse it in words of its own. */
    private static final class PlainOptions extends HttpServletRequestWrapper {

        PlainOptions(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) ? null : super.getHeader(name);
        }
    }

    private static final class Processor extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            throw Refusals.ofStatus(HttpStatus.FORBIDDEN.value());
        }
    }
}
