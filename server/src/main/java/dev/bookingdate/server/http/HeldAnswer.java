package dev.bookingdate.server.http;

import dev.bookingdate.server.idempotency.Answer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** An answer that is written but not sent: nobody has seen it as long as it may still turn out otherwise. */
final class HeldAnswer extends ContentCachingResponseWrapper {

    /** Said about the way an answer is sent, and said anew each time. */
    private static final Set<String> OF_THE_TRANSPORT = Set.of("vary", "content-length", "content-encoding");

    private final UUID requestId;
    private final Set<String> before;

    HeldAnswer(HttpServletResponse response, UUID requestId) {
        super(response);
        this.requestId = requestId;
        this.before = new HashSet<>(response.getHeaderNames());
    }

    /** What the operation has answered, with the headers that it has set. */
    Answer answer() {
        List<String> headers = new ArrayList<>();
        if (getContentType() != null) {
            headers.addAll(List.of(HttpHeaders.CONTENT_TYPE, getContentType()));
        }
        for (String name : getHeaderNames()) {
            boolean ours = !before.contains(name) && !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE);
            if (ours && !OF_THE_TRANSPORT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.addAll(List.of(name, getHeader(name)));
            }
        }
        return Answer.first(getStatus(), requestId, headers, getContentAsByteArray());
    }

    void release() throws IOException {
        copyBodyToResponse();
    }
}
