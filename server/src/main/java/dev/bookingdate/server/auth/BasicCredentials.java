package dev.bookingdate.server.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

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
                    : new BasicCredentials(true, part(joined.substring(0, colon)), part(joined.substring(colon + 1)));
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
