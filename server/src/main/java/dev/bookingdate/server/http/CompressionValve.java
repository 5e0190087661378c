package dev.bookingdate.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** One coding with its weight: {@code gzip;q=0.5}. */
    private static final Pattern MEMBER =
            Pattern.compile("([\\w!#$%&'*+.^`|~-]+)(?:[ \\t]*;[ \\t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?");

    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final double NOT_NAMED = -1;

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
            boolean gzip = !HttpMethod.HEAD.matches(request.getMethod()) && asksForGzip(String.join(",", asked));
            headers.setValue(HttpHeaders.ACCEPT_ENCODING).setString(gzip ? "gzip" : "identity");
        }
        // An asynchronous call comes here again for each of its turns.
        if (!request.isAsyncDispatching()) {
            // On every answer: whether it is compressed depends on its length, which a cache can't foresee.
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        getNext().invoke(request, response);
    }

    /**
     * Tells whether {@code Accept-Encoding} (RFC 9110, 12.5.3) asks for gzip, by name or by {@code *}, and {@code identity} is not preferred. A member that is not
     * well-formed asks for nothing, and of two weights for the same coding the lower one counts.
     *
     * @param header the value; several headers joined by comma
     */
    static boolean asksForGzip(String header) {
        double any = weight(header, "*"::equals);
        double gzip = weight(header, GZIP::contains);
        double wanted = gzip == NOT_NAMED ? any : gzip;
        return wanted > 0 && wanted >= weight(header, "identity"::equals);
    }

    private static double weight(String header, Predicate<String> coding) {
        double lowest = NOT_NAMED;
        for (String member : header.split(",", -1)) {
            Matcher parts = MEMBER.matcher(member.strip());
            if (parts.matches() && coding.test(parts.group(1).toLowerCase(Locale.ROOT))) {
                double weight = parts.group(2) == null ? 1 : Double.parseDouble(parts.group(2));
                lowest = lowest == NOT_NAMED ? weight : Math.min(lowest, weight);
            }
        }
        return lowest;
    }
}
