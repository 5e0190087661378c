package dev.bookingdate.server.http;

import dev.bookingdate.server.connection.CallEndValve;
import dev.bookingdate.server.connection.ConnectionProperties;
import dev.bookingdate.server.connection.Network;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Waits for bodies without a thread. Who needs one asks for it, and leaves when it is still to come: then the call comes by
 * again as an asynchronous one when the body is there.
 *
 * <p>A stop's body has room always: what is bounded is how many of one address are on their way, of which the oldest one
 * gives way, and how much memory all together hold beyond what small bodies take.
 */
@Component
class BodyArrivals {

    /** The size of a body that is permitted, as it comes and inflated. */
    static final int MAX_BYTES = 1024 * 1024;

    /** So much of each body is not counted; the connections are bounded. */
    private static final int SMALL = 8 * 1024;

    private static final long MOST_BYTES = 64 * 1024 * 1024L;
    private static final int SHARE_OF_THE_HEAP = 8;

    private final ConnectionProperties bounds;
    private final long room = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);

    /** Of each address the bodies on their way, the oldest first, with the bytes of each that count. */
    private final Map<String, LinkedHashMap<ArrivingBody, Integer>> arriving = new HashMap<>();

    private long taken;

    BodyArrivals(ConnectionProperties bounds) {
        this.bounds = bounds;
    }

    /** Whether a call has left to come by again when its body is there. */
    static boolean isAwaited(HttpServletRequest request) {
        return CallRequest.in(request)
                .filter(call -> call.arriving() != null && !call.hasCome())
                .isPresent();
    }

    Duration timeout() {
        return bounds.bodyTimeout();
    }

    /**
     * Whether the body is there. If not, the caller returns at once, without an answer.
     *
     * @throws IOException when it broke off, was not well-formed, or took too long
     * @throws RequestRefused when it is too large, or may not go on
     */
    boolean isHere(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CallRequest call = CallRequest.in(request).orElseThrow();
        if (call.hasCome()) {
            return true;
        }
        ArrivingBody body = call.arriving();
        if (body == null) {
            body = begin(call);
            if (!body.isHere()) {
                await(body, CallEndValve.connection(request), request, response);
                return false;
            }
        }
        call.hasCome(body.whole());
        return true;
    }

    private ArrivingBody begin(CallRequest call) {
        if (call.encoding() == CallRequest.Encoding.UNSUPPORTED) {
            throw BodyRefusals.unsupportedEncoding();
        }
        var body = new ArrivingBody(
                CallEndValve.connection(call).getCoyoteRequest(),
                call.encoding() == CallRequest.Encoding.GZIP,
                this,
                address(call));
        call.arriving(body);
        return body;
    }

    /** Of a connection that is closed already nobody knows it. */
    private static String address(HttpServletRequest request) {
        @Nullable String address = request.getRemoteAddr();
        return address == null ? "" : Network.of(address);
    }

    private void await(
            ArrivingBody body, Request connection, HttpServletRequest request, HttpServletResponse response) {
        Optional<ArrivingBody> oldest = enter(body);
        body.await(connection.startAsync(request, response));
        oldest.ifPresent(one -> one.giveWay(tooMany()));
    }

    private synchronized Optional<ArrivingBody> enter(ArrivingBody body) {
        LinkedHashMap<ArrivingBody, Integer> ofAddress =
                arriving.computeIfAbsent(body.address(), address -> new LinkedHashMap<>());
        ofAddress.put(body, 0);
        return ofAddress.size() > bounds.bodiesPerAddress()
                ? Optional.of(ofAddress.keySet().iterator().next())
                : Optional.empty();
    }

    /**
     * Counts what has come of a body.
     *
     * @throws RequestRefused 503 when it is a large one and there is no room
     */
    synchronized void has(ArrivingBody body, int bytes) {
        @Nullable LinkedHashMap<ArrivingBody, Integer> ofAddress = arriving.get(body.address());
        if (ofAddress == null || !ofAddress.containsKey(body)) {
            return;
        }
        int counted = Math.max(0, bytes - SMALL);
        int before = ofAddress.get(body);
        if (taken + counted - before > room) {
            throw Refusals.ofStatus(503);
        }
        taken += counted - before;
        ofAddress.put(body, counted);
    }

    synchronized void over(ArrivingBody body) {
        @Nullable LinkedHashMap<ArrivingBody, Integer> ofAddress = arriving.get(body.address());
        @Nullable Integer counted = ofAddress == null ? null : ofAddress.remove(body);
        if (ofAddress == null || counted == null) {
            return;
        }
        taken -= counted;
        if (ofAddress.isEmpty()) {
            arriving.remove(body.address());
        }
    }

    /** How many are on their way. */
    synchronized int size() {
        return arriving.values().stream().mapToInt(Map::size).sum();
    }

    private static RequestRefused tooMany() {
        return new RequestRefused(
                        ErrorCategory.LIMIT_EXCEEDED,
                        "Too many request bodies of this address are on their way. Retry after the time given in"
                                + " Retry-After.")
                .withHeader(HttpHeaders.RETRY_AFTER, "1");
    }
}
