package dev.bookingdate.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds a body to what was said of it, also where the operation reads none. */
@Component
class BodyCheck implements HandlerInterceptor {

    /** JSON is UTF-8, and US-ASCII is a part of that. */
    private static final Set<Charset> CHARSETS = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

    /** Methods whose body means nothing: it is left where it is. */
    private static final Set<String> WITHOUT_BODY =
            Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(), HttpMethod.OPTIONS.name());

    private final BodyArrivals arrivals;

    BodyCheck(BodyArrivals arrivals) {
        this.arrivals = arrivals;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod operation) || WITHOUT_BODY.contains(request.getMethod())) {
            return true;
        }
        boolean read = readsBody(operation);
        if (read) {
            requireUtf8(request.getContentType());
        }
        if (!arrivals.isHere(request, response)) {
            return false;
        }
        if (!read) {
            // Broken off, not gzip, too large: known only when it is read, and nothing may be done before.
            request.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        return true;
    }

    private static boolean readsBody(HandlerMethod operation) {
        return Stream.of(operation.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
    }

    private static void requireUtf8(@Nullable String contentType) {
        Charset charset = contentType == null
                ? null
                : MediaType.parseMediaType(contentType).getCharset();
        if (charset != null && !CHARSETS.contains(charset)) {
            throw Refusals.ofStatus(415);
        }
    }
}
