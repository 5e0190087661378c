package dev.bookingdate.server.http;

import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.util.WebUtils;

/**
 * The request of a call. It has its body as bytes, once these have come ({@link BodyArrivals}): decoded once, and there for
 * everybody who asks. The headers stay those of the wire.
 */
final class CallRequest extends HttpServletRequestWrapper {

    private static final byte[] NOTHING = {};

    /** Tomcat's own default for {@code server.tomcat.max-parameter-count}. */
    private static final int MAX_PARAMETERS = 1000;

    private final Encoding encoding;
    private @Nullable ArrivingBody arriving;
    private byte @Nullable [] received;
    private byte @Nullable [] body;
    private @Nullable ServletInputStream input;
    private @Nullable Map<String, String[]> parameters;

    CallRequest(HttpServletRequest request) {
        super(request);
        boolean bodiless = BodyRefusals.hasNoBody(request);
        this.encoding = bodiless ? Encoding.IDENTITY : Encoding.of(request);
        this.received = bodiless ? NOTHING : null;
    }

    /** The request that this one is, or is hidden in. */
    static Optional<CallRequest> in(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getNativeRequest(request, CallRequest.class));
    }

    Encoding encoding() {
        return encoding;
    }

    boolean hasCome() {
        return received != null;
    }

    void hasCome(byte[] bytes) {
        received = bytes;
    }

    /** The body on its way; null when nobody has asked for it yet. */
    @Nullable
    ArrivingBody arriving() {
        return arriving;
    }

    void arriving(ArrivingBody asked) {
        arriving = asked;
    }

    /**
     * The body, decoded; not to be written to.
     *
     * @throws RequestRefused when it can't be decoded
     */
    byte[] body() {
        if (body == null) {
            if (received == null) {
                throw new IllegalStateException("the body is read before it has come");
            }
            body = encoding == Encoding.GZIP ? GzipBody.inflate(received) : received;
        }
        return body;
    }

    @Override
    public ServletInputStream getInputStream() {
        if (input == null) {
            input = new BodyInput(body());
        }
        return input;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    /** Tomcat would read a form from the connection by itself, past every filter. */
    @Override
    public Map<String, String[]> getParameterMap() {
        if (!isForm()) {
            return super.getParameterMap();
        }
        if (!hasCome()) {
            return parameters(getQueryString(), NOTHING);
        }
        if (parameters == null) {
            parameters = parameters(getQueryString(), body());
        }
        return parameters;
    }

    boolean isForm() {
        String type = getContentType();
        return HttpMethod.POST.matches(getMethod())
                && type != null
                && type.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    /** As Tomcat reads them, with its rules and its refusals. */
    private static Map<String, String[]> parameters(@Nullable String query, byte[] form) {
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

    /** How a request body is encoded, as {@code Content-Encoding} says. */
    enum Encoding {
        IDENTITY,
        GZIP,
        UNSUPPORTED;

        static Encoding of(HttpServletRequest request) {
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

    /** A body that has come, as the servlets want it. */
    private static final class BodyInput extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        BodyInput(byte[] body) {
            this.bytes = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is read by one thread");
        }
    }
}
