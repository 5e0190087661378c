package dev.bookingdate.server.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.util.WebUtils;

/**
 * A request whose body is read decoded and within the limit, as a stream or as form parameters, once it has come: see {@link
 * BodyArrivals}. The headers stay those of the wire.
 */
final class DecodedRequest extends HttpServletRequestWrapper implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final RequestEncoding encoding;
    private @Nullable ArrivingBody arriving;
    private byte @Nullable [] body;
    private @Nullable ServletInputStream input;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;

    DecodedRequest(HttpServletRequest request) {
        super(request);
        boolean bodiless = BodyRefusals.hasNoBody(request);
        this.encoding = bodiless ? RequestEncoding.IDENTITY : RequestEncoding.of(request);
        this.body = bodiless ? NOTHING : null;
    }

    /** The request that this one is, or is hidden in. */
    static Optional<DecodedRequest> in(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getNativeRequest(request, DecodedRequest.class));
    }

    RequestEncoding encoding() {
        return encoding;
    }

    boolean hasCome() {
        return body != null;
    }

    void hasCome(byte[] bytes) {
        body = bytes;
    }

    /** The body on its way; null when nobody has asked for it yet. */
    @Nullable
    ArrivingBody arriving() {
        return arriving;
    }

    void arriving(ArrivingBody asked) {
        arriving = asked;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (input == null) {
            input = open();
        }
        return input;
    }

    private ServletInputStream open() {
        if (body == null) {
            throw new IllegalStateException("the body is read before it has come");
        }
        var received = new LimitedInput(new ByteArrayInputStream(body));
        return new BodyInput(
                switch (encoding) {
                    case IDENTITY -> received;
                    case GZIP -> new InflatingInput(received);
                    case UNSUPPORTED -> throw BodyRefusals.unsupportedEncoding();
                });
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String charset = getCharacterEncoding();
            reader = new BufferedReader(
                    new InputStreamReader(getInputStream(), charset == null ? StandardCharsets.UTF_8.name() : charset));
        }
        return reader;
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
            return FormParameters.of(getQueryString(), NOTHING);
        }
        if (parameters == null) {
            parameters = FormParameters.of(getQueryString(), readForm());
        }
        return parameters;
    }

    boolean isForm() {
        String type = getContentType();
        return HttpMethod.POST.matches(getMethod())
                && type != null
                && type.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private byte[] readForm() {
        try {
            // Empty where somebody has read the stream before, as with Tomcat.
            return getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new InvalidParameterException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (input != null) {
            input.close();
        }
    }
}
