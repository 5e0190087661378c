package dev.bookingdate.server.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * A request whose body is read decoded and within the limit, as a stream or as form parameters. The headers stay those of
 * the wire.
 */
final class DecodedRequest extends HttpServletRequestWrapper implements AutoCloseable {

    private final RequestEncoding encoding;
    private @Nullable ServletInputStream input;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;

    DecodedRequest(HttpServletRequest request) {
        super(request);
        this.encoding = BodyRefusals.hasNoBody(request) ? RequestEncoding.IDENTITY : RequestEncoding.of(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (input == null) {
            input = open();
        }
        return input;
    }

    private ServletInputStream open() throws IOException {
        var received = new LimitedInput(super.getInputStream());
        return switch (encoding) {
            case IDENTITY -> received;
            case GZIP -> new InflatingInput(received);
            case UNSUPPORTED -> throw BodyRefusals.unsupportedEncoding();
        };
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
        if (parameters == null) {
            parameters = FormParameters.of(getQueryString(), readForm());
        }
        return parameters;
    }

    private boolean isForm() {
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
        if (input instanceof InflatingInput inflating) {
            inflating.close();
        }
    }
}
