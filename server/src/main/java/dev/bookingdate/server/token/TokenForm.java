package dev.bookingdate.server.token;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.error.RequestRefused.Reason;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriComponentsBuilder;

/** Checks a token request against the contract before any secret is looked at, and names all that is wrong at once. */
final class TokenForm extends OncePerRequestFilter {

    private static final String GRANT_TYPE = "client_credentials";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (HttpMethod.OPTIONS.matches(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, "POST,OPTIONS");
            return;
        }
        requirePost(request);
        requireForm(request);
        List<Reason> reasons = new ArrayList<>();
        BasicCredentials basic = BasicCredentials.of(request);
        if (basic == null || formValues(request, "client_secret").length > 0) {
            check(reasons, formValues(request, "client_id"), "client_id", 36, 36);
            check(reasons, formValues(request, "client_secret"), "client_secret", 1, 42);
        } else {
            checkBasic(reasons, basic, formValues(request, "client_id"));
        }
        checkGrantType(reasons, request);
        checkTrackId(reasons, request);
        if (!reasons.isEmpty()) {
            throw new RequestRefused(ErrorCategory.INVALID_VALUE.status(), reasons);
        }
        chain.doFilter(request, response);
    }

    private static void requirePost(HttpServletRequest request) {
        if (!HttpMethod.POST.matches(request.getMethod())) {
            throw new RequestRefused(
                            ErrorCategory.METHOD_NOT_SUPPORTED,
                            "This method is not supported here. Supported methods: POST.")
                    .withHeader(HttpHeaders.ALLOW, "POST");
        }
    }

    private static void requireForm(HttpServletRequest request) {
        boolean empty = request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
        // An empty request has nothing of a wrong type: the fields that it lacks say more.
        if (!(empty && request.getContentType() == null) && !isForm(request.getContentType())) {
            throw new RequestRefused(
                    415,
                    ErrorCategory.INVALID_VALUE,
                    "The content type or content encoding of the request is not supported.");
        }
    }

    private static boolean isForm(@Nullable String contentType) {
        try {
            return contentType != null
                    && MediaType.APPLICATION_FORM_URLENCODED.includes(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static void check(List<Reason> reasons, String[] values, String field, int min, int max) {
        if (values.length == 0 || (values.length == 1 && values[0].isEmpty())) {
            reasons.add(ErrorCategory.MISSING_FIELD.reason(field + " is required."));
        } else if (values.length > 1) {
            reasons.add(ErrorCategory.INVALID_VALUE.reason(field + " must be sent once."));
        } else {
            int length = values[0].codePointCount(0, values[0].length());
            if (length < min || length > max) {
                String rule = min == max ? "exactly " + max : min + " to " + max;
                reasons.add(ErrorCategory.INVALID_VALUE.reason(field + " must have " + rule + " characters."));
            }
        }
    }

    private static void checkBasic(List<Reason> reasons, BasicCredentials basic, String[] ids) {
        if (!basic.readable()) {
            reasons.add(
                    ErrorCategory.INVALID_VALUE.reason(
                            "Authorization must be sent once: Basic, then client_id:client_secret in base64, each part form-encoded."));
            return;
        }
        check(reasons, new String[] {basic.clientId()}, "client_id", 36, 36);
        check(reasons, new String[] {basic.clientSecret()}, "client_secret", 1, 42);
        if (ids.length > 1) {
            reasons.add(ErrorCategory.INVALID_VALUE.reason("client_id must be sent once."));
        } else if (ids.length == 1 && !ids[0].equals(basic.clientId())) {
            reasons.add(ErrorCategory.INVALID_VALUE.reason("client_id must be the one of the Authorization header."));
        }
    }

    private static void checkGrantType(List<Reason> reasons, HttpServletRequest request) {
        String[] values = formValues(request, "grant_type");
        if (values.length == 0) {
            reasons.add(ErrorCategory.MISSING_FIELD.reason("grant_type is required."));
        } else if (values.length > 1) {
            reasons.add(ErrorCategory.INVALID_VALUE.reason("grant_type must be sent once."));
        } else if (!values[0].equals(GRANT_TYPE)) {
            reasons.add(ErrorCategory.INVALID_VALUE.reason("grant_type must be client_credentials."));
        }
    }

    private static void checkTrackId(List<Reason> reasons, HttpServletRequest request) {
        boolean valid = Call.of(request).trackId() != null;
        if (request.getHeader(Call.TRACK_ID_HEADER) != null && !valid) {
            reasons.add(ErrorCategory.INVALID_VALUE.reason(Call.TRACK_ID_RULE));
        }
    }

    /** The values in the body only: a secret in a URL ends up in logs, so one that comes there counts as not sent. */
    private static String[] formValues(HttpServletRequest request, String field) {
        String query = request.getQueryString();
        boolean inQuery = query != null
                && UriComponentsBuilder.newInstance()
                        .query(query)
                        .build()
                        .getQueryParams()
                        .containsKey(field);
        String[] values = request.getParameterValues(field);
        return values == null || inQuery ? new String[0] : values;
    }

    /**
     * Id and secret of a client as `Authorization: Basic` has them (RFC 6749, section 2.3.1): both are form-encoded before they are joined.
     * Other schemes are ignored, as they always were.
     */
    record BasicCredentials(boolean readable, String clientId, String clientSecret) {

        private static final String SCHEME = "Basic ";
        private static final BasicCredentials UNREADABLE = new BasicCredentials(false, "", "");

        /** Returns null if none were sent. */
        static @Nullable BasicCredentials of(HttpServletRequest request) {
            List<String> basic = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).stream()
                    .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                    .toList();
            if (basic.isEmpty()) {
                return null;
            }
            return basic.size() == 1
                    ? decoded(basic.get(0).substring(SCHEME.length()).strip())
                    : UNREADABLE;
        }

        private static BasicCredentials decoded(String base64) {
            try {
                String joined = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
                int colon = joined.indexOf(':');
                return colon < 0
                        ? UNREADABLE
                        : new BasicCredentials(
                                true, part(joined.substring(0, colon)), part(joined.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                return UNREADABLE;
            }
        }

        private static String part(String encoded) {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        }

        /** Without the secret: a record would show it. */
        @Override
        public String toString() {
            return "BasicCredentials[clientId=" + clientId + "]";
        }
    }
}
