package dev.bookingdate.server.http;

import dev.bookingdate.server.call.CallContext;
import dev.bookingdate.server.connection.CallEndValve;
import io.micrometer.observation.Observation;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Surrounds each call, also one that Tomcat refuses before any filter sees it, and each turn of an asynchronous one. Tomcat
 * itself says when a call is over: once for each, whatever became of it.
 */
final class CallValve extends ValveBase implements AccessLog {

    private final CallContexts contexts;
    private final CallObservations observations;
    private final CallLog log;

    CallValve(CallContexts contexts, CallObservations observations, CallLog log) {
        super(true);
        this.contexts = contexts;
        this.observations = observations;
        this.log = log;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Observation.Scope scope = open(request, response);
        try {
            getNext().invoke(request, response);
        } finally {
            close(scope);
        }
    }

    /**
     * Ends the call.
     *
     * @param nanos since the first byte of the request was read until the last of the answer was written
     */
    @Override
    public void log(Request request, Response response, long nanos) {
        if (request.getAttribute(CallEndValve.STATUS) instanceof Integer status) {
            response.getCoyoteResponse().setStatus(status);
        }
        Observation.Scope scope = open(request, response);
        try {
            log.log(request, response, nanos);
        } finally {
            close(scope);
            observations.end(request);
        }
    }

    private Observation.Scope open(Request request, Response response) {
        CallIds.put(begin(request, response));
        return observations.open(request, response);
    }

    private static void close(Observation.Scope scope) {
        scope.close();
        CallIds.remove();
    }

    private CallContext begin(Request request, Response response) {
        if (!contexts.hasBegun(request)) {
            AnswerHeaders.put(request, response);
        }
        return contexts.begin(request, response);
    }

    /** Would let a proxy's word stand for the caller's address, which is not logged. */
    @Override
    public void setRequestAttributesEnabled(boolean enabled) {}

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }
}
