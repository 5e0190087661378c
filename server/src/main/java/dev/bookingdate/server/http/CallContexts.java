package dev.bookingdate.server.http;

import dev.bookingdate.server.call.CallContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the ids of a call and puts them on its answer. */
@Component
class CallContexts {

    /** The pattern and the length of the contract. */
    private static final Pattern TRACK_ID = Pattern.compile("[ -!#-&(-9<-~]{0,64}");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The context of the request; makes one if no filter has seen the request. */
    CallContext begin(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(CallContext.ATTRIBUTE) instanceof CallContext call) {
            return call;
        }
        String processId = HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
        var call = new CallContext(UUID.randomUUID(), processId, trackId(request));
        request.setAttribute(CallContext.ATTRIBUTE, call);
        response.setHeader(CallContext.REQUEST_ID_HEADER, call.requestId().toString());
        if (call.trackId() != null) {
            response.setHeader(CallContext.TRACK_ID_HEADER, call.trackId());
        }
        return call;
    }

    boolean hasBegun(HttpServletRequest request) {
        return request.getAttribute(CallContext.ATTRIBUTE) != null;
    }

    /** A header that comes several times is one list, as everywhere in HTTP. */
    private static @Nullable String trackId(HttpServletRequest request) {
        List<@Nullable String> values = Collections.list(request.getHeaders(CallContext.TRACK_ID_HEADER));
        // Where Tomcat stopped reading at a character that it does not permit, it has the name, and null for the value.
        if (values.isEmpty() || values.contains(null)) {
            return null;
        }
        String trackId = String.join(",", values);
        return TRACK_ID.matcher(trackId).matches() ? trackId : null;
    }
}
