package dev.bookingdate.server.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A request whose body has been read and can be read again. */
final class RepeatableRequest extends HttpServletRequestWrapper {

    private final byte[] body;

    /** Reads the body, which a filter further out keeps within bounds. */
    RepeatableRequest(HttpServletRequest request) throws IOException {
        super(request);
        this.body = request.getInputStream().readAllBytes();
    }

    byte[] body() {
        return body.clone();
    }

    @Override
    public ServletInputStream getInputStream() {
        return new BodyInput(new ByteArrayInputStream(body));
    }
}
