package dev.bookingdate.server.http;

import dev.bookingdate.server.call.CallContext;
import org.slf4j.MDC;

/** The ids of a call on every log line of the current thread. */
final class CallIds {

    private static final String REQUEST_ID = "requestId";
    private static final String TRACK_ID = "trackId";

    private CallIds() {}

    static void put(CallContext call) {
        MDC.put(REQUEST_ID, call.requestId().toString());
        if (call.trackId() != null) {
            MDC.put(TRACK_ID, call.trackId());
        }
    }

    static void remove() {
        MDC.remove(REQUEST_ID);
        MDC.remove(TRACK_ID);
    }
}
