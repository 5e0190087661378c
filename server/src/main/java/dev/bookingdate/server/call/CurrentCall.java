package dev.bookingdate.server.call;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Tells the ids of the call that the current thread works on. */
@Component
public class CurrentCall {

    /** A proxy that stands for the request bound to the current thread. */
    private final HttpServletRequest request;

    CurrentCall(HttpServletRequest request) {
        this.request = request;
    }

    /** The context of the current call. Works only on a thread that answers a request. */
    public CallContext get() {
        return (CallContext) requireNonNull(request.getAttribute(CallContext.ATTRIBUTE), "no call in progress");
    }
}
