package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.connection.CallEndValve;
import io.micrometer.observation.Observation;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;

/**
 * Surrounds each call, also one that Tomcat refuses before any filter sees it, and each turn of an asynchronous one. Tomcat
 * itself says when a call is over: once for each, whatever became of it.
 */
final class CallValve extends ValveBase implements AccessLog {

    private static final String REQUEST_ID = "requestId";
    private static final String TRACK_ID = "trackId";

    private final Calls calls;
    private final CallObservations observations;

    CallValve(Calls calls, CallObservations observations) {
        super(true);
        this.calls = calls;
        this.observations = observations;
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
        CallEndValve.status(request).ifPresent(response.getCoyoteResponse()::setStatus);
        Observation.Scope scope = open(request, response);
        try {
            CallLog.log(request, response, nanos);
        } finally {
            close(scope);
            observations.end(request);
        }
    }

    /** With the ids of the call on every log line of this thread, until closed. */
    private Observation.Scope open(Request request, Response response) {
        Call call = calls.begin(request, response);
        MDC.put(REQUEST_ID, call.requestId().toString());
        if (call.trackId() != null) {
            MDC.put(TRACK_ID, call.trackId());
        }
        return observations.open(request, response);
    }

    private static void close(Observation.Scope scope) {
        scope.close();
        MDC.remove(REQUEST_ID);
        MDC.remove(TRACK_ID);
    }

    /** Would let a proxy's word stand for the caller's address, which is not logged. */
    @Override
    public void setRequestAttributesEnabled(boolean enabled) {}

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }
}
