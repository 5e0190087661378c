package dev.bookingdate.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tomcat.util.http.Parameters;
import org.jspecify.annotations.Nullable;

/** Reads form parameters as Tomcat does, with its rules and its refusals. */
final class FormParameters {

    /** Tomcat's own default for {@code server.tomcat.max-parameter-count}. */
    private static final int MAX_PARAMETERS = 1000;

    private FormParameters() {}

    static Map<String, String[]> of(@Nullable String query, byte[] form) {
        var parsed = new Parameters();
        parsed.setLimit(MAX_PARAMETERS);
        parsed.setCharset(StandardCharsets.UTF_8);
        byte[] queryBytes = query == null ? new byte[0] : query.getBytes(StandardCharsets.ISO_8859_1);
        parsed.processParameters(queryBytes, 0, queryBytes.length);
        parsed.processParameters(form, 0, form.length);
        Map<String, String[]> parameters = new LinkedHashMap<>();
        parsed.getParameterNames()
                .asIterator()
                .forEachRemaining(name -> parameters.put(name, parsed.getParameterValues(name)));
        return Collections.unmodifiableMap(parameters);
    }
}
