package dev.bookingdate.server.http;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/**
 * One observation for each call: a span, which continues the caller's {@code traceparent}, and a count and time among the
 * metrics.
 */
@Component
class CallObservations {

    private static final String ATTRIBUTE = CallObservations.class.getName();

    private final ObservationRegistry registry;
    private final CallConvention convention;

    CallObservations(ObservationRegistry registry, CallConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    /** Makes the call's span the current one of this thread, until closed. */
    Observation.Scope open(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(ATTRIBUTE) instanceof Observation observation) {
            return observation.openScope();
        }
        Observation observation =
                Observation.start(convention, () -> new ServerRequestObservationContext(request, response), registry);
        request.setAttribute(ATTRIBUTE, observation);
        return observation.openScope();
    }

    void end(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Observation observation) {
            observation.stop();
        }
    }
}
