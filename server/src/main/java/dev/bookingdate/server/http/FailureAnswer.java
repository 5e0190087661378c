package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.generated.model.ErrorReason;
import dev.bookingdate.server.generated.model.ErrorResponse;
import dev.bookingdate.server.limit.CallLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.databind.json.JsonMapper;

/** Writes the envelope of every failure, wherever it came from: the only place that does. */
@Component
class FailureAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(FailureAnswer.class);

    private final Refusals refusals;
    private final Calls calls;
    private final JsonMapper json;

    FailureAnswer(Refusals refusals, Calls calls, JsonMapper json) {
        this.refusals = refusals;
        this.calls = calls;
        this.json = json;
    }

    void answer(HttpServletRequest request, HttpServletResponse response, Throwable failure) {
        Call call = calls.begin(request, response);
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            LOG.debug("the caller has gone, request_id={}", call.requestId());
            if (!response.isCommitted()) {
                // Whoever is half there still, and whoever reads the log, must not take it for done.
                response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            }
            return;
        }
        RequestRefused refusal = refusals.of(failure, request);
        log(refusal, call, failure);
        if (response.isCommitted()) {
            LOG.warn("the answer had begun, request_id={} refusal={}", call.requestId(), refusal.status());
            return;
        }
        write(response, call, refusal);
    }

    private static void log(RequestRefused refusal, Call call, Throwable failure) {
        if (refusal.status() == 503) {
            // A node that is busy says so in the access log, a line for each call: there are many of these at a time.
            // Where the database is out of order or locked, its own words say more than a trace.
            if (!(failure instanceof RequestRefused)) {
                LOG.warn(
                        "failed with 503, request_id={}: {}",
                        call.requestId(),
                        NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
            }
        } else if (refusal.status() >= 500) {
            LOG.error("failed with {}, request_id={}", refusal.status(), call.requestId(), failure);
        }
    }

    /** For Tomcat's own refusals, which have nothing but a status. */
    void answer(HttpServletRequest request, HttpServletResponse response, int status) {
        write(response, calls.begin(request, response), Refusals.ofStatus(status));
    }

    private void write(HttpServletResponse response, Call call, RequestRefused refusal) {
        byte[] body = json.writeValueAsBytes(envelope(call, refusal));
        try {
            // Not reset(): the headers that are already there, such as the request id, belong to this answer too.
            response.resetBuffer();
            response.setStatus(refusal.status());
            if (refusal.status() == 401) {
                // A token outlives its tenant, and only the operation finds out.
                CallLimits.HEADERS.forEach(name -> response.setHeader(name, null));
            }
            refusal.headers().forEach(response::setHeader);
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            // Without a length, which Tomcat finds out by itself: with one it would send the answer at once.
            response.getOutputStream().write(body);
        } catch (IOException e) {
            LOG.debug("the caller has gone, request_id={}", call.requestId());
        }
    }

    private static ErrorResponse envelope(Call call, RequestRefused refusal) {
        List<ErrorReason> reasons = new ArrayList<>();
        refusal.reasons().forEach(reason -> reasons.add(new ErrorReason(reason.code(), reason.message())));
        return new ErrorResponse(call.processId(), reasons, call.requestId(), false);
    }
}
