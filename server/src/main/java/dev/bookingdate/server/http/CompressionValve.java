package dev.bookingdate.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Tells Tomcat, which compresses, in the one word that it understands what the caller asked for. Tomcat by itself takes no
 * heed of {@code *}, {@code x-gzip} and weights other than 0, and answers {@code TE: gzip} with a transfer coding. The
 * answer to HEAD has nothing to compress.
 */
final class CompressionValve extends ValveBase {

    private static final String TRANSFER_ENCODINGS = "TE";

    CompressionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
        headers.removeHeader(TRANSFER_ENCODINGS);
        List<String> asked = Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING));
        if (!asked.isEmpty()) {
            boolean gzip = !HttpMethod.HEAD.matches(request.getMethod())
                    && AcceptEncoding.asksForGzip(String.join(",", asked));
            headers.setValue(HttpHeaders.ACCEPT_ENCODING).setString(gzip ? "gzip" : "identity");
        }
        // An asynchronous call comes here again for each of its turns.
        if (!request.isAsyncDispatching()) {
            // On every answer: whether it is compressed depends on its length, which a cache can't foresee.
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        getNext().invoke(request, response);
    }
}
