package dev.bookingdate.server.http;

import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
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
        CallRequest call = CallRequest.in(request).orElseThrow();
        if (read) {
            requireText(call);
        } else {
            // Broken off, not gzip, too large: known only when it is decoded, and nothing may be done before.
            call.body();
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

    private static void requireText(CallRequest call) {
        try {
            requireText(call.body());
        } catch (RequestRefused | CharacterCodingException e) {
            // As where Spring can't read it: then the caller is told what else is wrong with the call.
            throw new HttpMessageNotReadableException("not readable", e, new ServletServerHttpRequest(call));
        }
    }

    /**
     * Jackson by itself guesses UTF-16 and UTF-32, and does not look closely at what it passes over. NUL, which every other
     * encoding of JSON is full of, has no place in it.
     */
    static void requireText(byte[] body) throws CharacterCodingException {
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(body));
        for (byte value : body) {
            if (value == 0) {
                throw new CharacterCodingException();
            }
        }
    }
}
