package dev.bookingdate.server.connection;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Ends each call: sends the answer and gets rid of what is left of the body, so that a caller who is slow with either holds
 * no thread that others need.
 *
 * <p>Tomcat by itself waits on the call's thread for the rest of a body that nobody wanted. Here the answer says that the
 * connection is closed, and what still comes is thrown away without a thread, for a moment only: a connection that is closed
 * with bytes unread is reset, and the answer could be lost.
 */
public final class CallEndValve extends ValveBase {

    private static final String REQUEST = CallEndValve.class.getName();
    private static final String STATUS = REQUEST + ".status";

    /** Tells who has called. */
    @FunctionalInterface
    public interface Callers {

        /** Something to count under; the same for all whom nobody knows. */
        Object of(HttpServletRequest request, int status);
    }

    private static final long LINGER_MILLIS = 1_000;
    private static final long LINGER_BYTES = 2 * 1024 * 1024;
    private static final String CLOSE = "close";

    private final Callers callers;
    private final Map<Object, Integer> sending = new ConcurrentHashMap<>();
    private final int mostSending;

    /**
     * @param mostSending how many threads the answers of one caller may hold while they are sent
     */
    public CallEndValve(Callers callers, int mostSending) {
        super(true);
        this.callers = callers;
        this.mostSending = mostSending;
    }

    /** Tomcat's own request, which can be read without a thread. */
    public static Request connection(ServletRequest request) {
        return (Request) requireNonNull(request.getAttribute(REQUEST), "no request that came through this valve");
    }

    /** Sets what the log says of an answer that nobody reads. */
    public static void log(ServletRequest request, int status) {
        request.setAttribute(STATUS, status);
    }

    /**
     * The status of the answer. When the caller goes in the middle of an asynchronous call, Tomcat itself makes it 500 before
     * it is logged.
     */
    public static Optional<Integer> status(ServletRequest request) {
        return Optional.ofNullable((Integer) request.getAttribute(STATUS));
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        request.setAttribute(REQUEST, request);
        getNext().invoke(request, response);
        if (request.isAsync()) {
            return;
        }
        boolean rest = hasRest(request);
        boolean closes = rest && !response.isCommitted();
        if (closes) {
            response.setHeader("Connection", CLOSE);
        }
        send(request, response);
        if (rest) {
            leave(request, closes);
        }
    }

    private static boolean hasRest(Request request) {
        var received = request.getCoyoteRequest();
        // Over HTTP/2 Tomcat ends the stream by itself, which costs no thread.
        if ("HTTP/2.0".equals(request.getProtocol()) || received.isFinished() || isBroken(received)) {
            return false;
        }
        // What has come already costs nothing to read, so the connection can stay open.
        long length = received.getContentLengthLong();
        received.action(ActionCode.AVAILABLE, true);
        return length < 0 || received.getAvailable() < length - received.getBytesRead();
    }

    /** Tomcat closes a connection by itself when what came over it could not be read. */
    private static boolean isBroken(org.apache.coyote.Request received) {
        var broken = new AtomicBoolean();
        received.action(ActionCode.IS_ERROR, broken);
        return broken.get();
    }

    /** Waits where the caller does not read, as many do at a time as may; the connection of one more is closed. */
    private void send(Request request, Response response) throws IOException {
        log(request, response.getStatus());
        Object caller = callers.of(request, response.getStatus());
        if (sending.merge(caller, 1, Integer::sum) > mostSending) {
            done(caller);
            if (!response.isCommitted()) {
                // Tomcat sends over HTTP/2 even then what there is, and would wait for it.
                response.resetBuffer();
            }
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            return;
        }
        try {
            response.finishResponse();
        } finally {
            done(caller);
        }
    }

    private void done(Object caller) {
        sending.computeIfPresent(caller, (same, threads) -> threads == 1 ? null : threads - 1);
    }

    private static void leave(Request request, boolean closes) {
        var received = request.getCoyoteRequest();
        if (closes
                && request.getContext() != null
                && request.isAsyncSupported()
                && !isBroken(received)
                && !received.hasExpectation()) {
            new Lingering(request).begin();
        } else {
            // Else Tomcat would wait for it on this thread.
            received.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** The moment in which the caller reads the answer and stops sending. */
    private static final class Lingering extends ReceivedBody {

        private final Request request;
        private final org.apache.coyote.Request received;
        private long thrownAway;
        private boolean over;

        Lingering(Request request) {
            this.request = request;
            this.received = request.getCoyoteRequest();
        }

        void begin() {
            AsyncContext turn = request.startAsync();
            turn.setTimeout(LINGER_MILLIS);
            turn.addListener(this);
            received.setReadListener(this);
        }

        @Override
        public void onDataAvailable() {
            try {
                while (!over && received.isReady()) {
                    int count = received.doRead(this);
                    thrownAway += Math.max(count, 0);
                    if (count < 0 || received.isFinished() || thrownAway > LINGER_BYTES) {
                        end();
                    }
                }
            } catch (IOException e) {
                end();
            }
        }

        @Override
        public void onAllDataRead() {
            end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            end();
        }

        @Override
        public void onError(AsyncEvent event) {
            end();
        }

        private void end() {
            if (!over) {
                over = true;
                request.getAsyncContext().complete();
            }
        }
    }
}
