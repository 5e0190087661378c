package dev.bookingdate.server.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of Tomcat's error page. What Tomcat refuses before any filter sees it, such as a bad request line, gets
 * the envelope as well.
 */
class EnvelopeValve extends ErrorReportValve {

    private final FailureAnswer failures;

    EnvelopeValve(FailureAnswer failures) {
        this.failures = failures;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (failure instanceof IOException) {
            // The caller has reset its stream of HTTP/2; what fails in the server never comes here as such.
            failures.answer(request, response, HttpServletResponse.SC_BAD_REQUEST);
        } else if (failure != null && response.getStatus() == 500) {
            failures.answer(request, response, failure);
        } else {
            failures.answer(request, response, response.getStatus());
        }
    }
}
