package dev.bookingdate.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Gives a request id and a line in the log to what Tomcat answers without asking anybody, such as {@code OPTIONS *}. It
 * tells its own access log of those, and of all others too.
 */
final class UnseenCalls extends ValveBase implements org.apache.catalina.AccessLog {

    private final CallContexts contexts;
    private final AccessLog accessLog;

    UnseenCalls(CallContexts contexts, AccessLog accessLog) {
        super(true);
        this.contexts = contexts;
        this.accessLog = accessLog;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
    }

    @Override
    public void log(Request request, Response response, long nanos) {
        if (!contexts.hasBegun(request)) {
            contexts.begin(request, response);
            accessLog.log(request, response, nanos);
        }
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {
        // There are none.
    }

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }
}
