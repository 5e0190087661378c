package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Lets the pages of the configured origins call, and answers their preflights, which never carry a token. A call from any
 * other origin is answered as if there were no CORS: the browser keeps the answer from the page.
 */
@Component
@EnableConfigurationProperties(CrossOrigin.Pages.class)
class CrossOrigin {

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
            Call.TRACK_ID_HEADER,
            "Zuora-Version");
    private static final List<String> EXPOSED = List.of(
            Call.REQUEST_ID_HEADER,
            Call.TRACK_ID_HEADER,
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

    CrossOrigin(Pages properties) {
        rules = new CorsConfiguration();
        rules.setAllowedOrigins(properties.allowedOrigins());
        rules.setAllowedMethods(METHODS);
        rules.setAllowedHeaders(ACCEPTED);
        rules.setMaxAge(PREFLIGHT_SECONDS);
        // Never with credentials: there are no cookies, and a token is put into its header by who has it.
        rules.setAllowCredentials(false);
    }

    /** The request as it may go on; empty when it was a preflight and is answered. */
    Optional<HttpServletRequest> letIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean preflight = CorsUtils.isPreFlightRequest(request);
        String allowed = rules.checkOrigin(request.getHeader(HttpHeaders.ORIGIN));
        if (allowed == null) {
            varyWhereConfigured(response);
            return Optional.of(preflight ? new PlainOptions(request) : request);
        }
        if (!preflight) {
            varyWhereConfigured(response);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(", ", EXPOSED));
            return Optional.of(request);
        }
        if (processor.processRequest(rules, request, response)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
        }
        return Optional.empty();
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

    /**
     * Which pages in a browser may call.
     *
     * @param allowedOrigins as a browser writes them, such as {@code https://billing.example.com}; {@code *} stands for any.
     *     None by default
     */
    @ConfigurationProperties("bookingdate.cors")
    record Pages(@DefaultValue List<String> allowedOrigins) {

        Pages {
            allowedOrigins.forEach(Pages::requireOrigin);
        }

        /** One that is written otherwise would never match, and nobody would know why. */
        private static void requireOrigin(String origin) {
            if (!origin.equals("*") && !isOrigin(origin)) {
                throw new IllegalArgumentException(
                        "bookingdate.cors.allowed-origins must be * or origins such as https://billing.example.com:8443, "
                                + "without a path: " + origin);
            }
        }

        private static boolean isOrigin(String text) {
            try {
                URI uri = URI.create(text);
                String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
                return uri.getHost() != null && text.equals(uri.getScheme() + "://" + uri.getHost() + port);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
