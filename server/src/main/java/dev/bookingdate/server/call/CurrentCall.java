package dev.bookingdate.server.call;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Tells which call the current thread works on. */
@Component
public class CurrentCall {

    /** A proxy that stands for the request bound to the current thread. */
    private final HttpServletRequest request;

    CurrentCall(HttpServletRequest request) {
        this.request = request;
    }

    /** Works only on a thread that answers a request. */
    public Call get() {
        return Call.of(request);
    }
}
