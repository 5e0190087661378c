package dev.bookingdate.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a request body is encoded, as {@code Content-Encoding} says. */
enum RequestEncoding {
    IDENTITY,
    GZIP,
    UNSUPPORTED;

    static RequestEncoding of(HttpServletRequest request) {
        String codings = String.join(",", Collections.list(request.getHeaders("Content-Encoding")));
        List<String> applied = Stream.of(codings.split(",", -1))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (applied.isEmpty()) {
            return IDENTITY;
        }
        // HTTP's old name for the same thing.
        return applied.equals(List.of("gzip")) || applied.equals(List.of("x-gzip")) ? GZIP : UNSUPPORTED;
    }
}
