package dev.bookingdate.server.http;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which pages in a browser may call.
 *
 * @param allowedOrigins as a browser writes them, such as {@code https://billing.example.com}; {@code *} stands for any.
 *     None by default
 */
@ConfigurationProperties("bookingdate.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {

    CorsProperties {
        allowedOrigins.forEach(CorsProperties::requireOrigin);
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
