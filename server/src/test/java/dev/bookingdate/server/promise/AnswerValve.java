package dev.bookingdate.server.promise;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Records each answer. Tomcat says when a call is over, an asynchronous one as well: then status, headers and body are what
 * was sent. What Tomcat refuses without asking any valve is not seen.
 */
final class AnswerValve extends ValveBase implements AccessLog {

    private static final String RECORDED = AnswerValve.class.getName();

    AnswerValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // An asynchronous call comes here once for each of its turns.
        if (request.getAttribute(RECORDED) == null) {
            AnswersSeen.begin();
            request.setAttribute(RECORDED, RecordedBody.of(response.getCoyoteResponse()));
        }
        getNext().invoke(request, response);
    }

    @Override
    public void log(Request request, Response response, long nanos) {
        if (request.getAttribute(RECORDED) instanceof RecordedBody body) {
            request.removeAttribute(RECORDED);
            AnswersSeen.end(request.getCoyoteRequest(), response.getCoyoteResponse(), body, request.getContextPath());
        }
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {}

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }
}
