package dev.bookingdate.server.promise;

import dev.bookingdate.contracts.spec.Answer;
import dev.bookingdate.contracts.spec.PromisedAnswers;
import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of this JVM have answered, and what of it the spec does not promise. One for the JVM, since tests start
 * their servers in many ways, and none of them is told of this.
 */
public final class AnswersSeen {

    /** A call that a test holds back on purpose must not hold up its end for long. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final PromisedAnswers PROMISED = PromisedAnswers.read();
    private static final Object LOCK = new Object();
    private static final List<String> UNPROMISED = new ArrayList<>();

    private static int running;
    private static int judged;
    private static long judgedNanos;

    private AnswersSeen() {}

    /** Not in nodes in a JVM of their own, nor where something is measured. */
    static boolean areWanted() {
        return Boolean.getBoolean("answers.recorded");
    }

    static void begin() {
        synchronized (LOCK) {
            running++;
        }
    }

    /**
     * The call is over; its answer is judged unless the caller has not got all of it.
     *
     * @param contextPath before the paths of the spec
     */
    static void end(Request request, Response response, RecordedBody body, String contextPath) {
        long start = System.nanoTime();
        String method = text(request.getMethod());
        String target = text(request.requestURI().toString()).substring(contextPath.length()) + query(request);
        boolean judgeable = response.isCommitted()
                && !body.isBrokenOff()
                && isConnected(request)
                && isOfTheApi(target, response.getStatus())
                && hasHead(response);
        List<String> violations = judgeable
                ? violations(method, target, new Answer(response.getStatus(), headers(response), body.text()))
                : List.of();
        synchronized (LOCK) {
            if (judgeable) {
                UNPROMISED.addAll(violations);
                judged++;
                judgedNanos += System.nanoTime() - start;
            }
            running--;
            LOCK.notifyAll();
        }
    }

    private static boolean isConnected(Request request) {
        var connected = new AtomicBoolean();
        request.action(ActionCode.IS_IO_ALLOWED, connected);
        boolean reset = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException;
        return connected.get() && !reset;
    }

    /** To a request line without a version, which is one of HTTP/0.9, Tomcat answers with a body alone; else it adds a date. */
    private static boolean hasHead(Response response) {
        return response.getMimeHeaders().getHeader("Date") != null;
    }

    /**
     * OPTIONS * speaks of the whole server, so Tomcat answers it by itself; management has a port of its own in production.
     * The contract and its page are documents; where they are refused, the answer is one of the API.
     */
    private static boolean isOfTheApi(String target, int status) {
        boolean document = status < 400 && target.matches("/((console|docs)(/.*)?|openapi[.](yaml|json))?([?].*)?");
        return !target.equals("*") && !target.startsWith("/actuator") && !document;
    }

    private static List<String> violations(String method, String target, Answer answer) {
        return PROMISED.violations(method, target, answer).stream()
                .map(violation -> "%s %s → %d: %s%n    %s %s"
                        .formatted(method, target, answer.status(), violation, answer.headers(), answer.body()))
                .toList();
    }

    private static Map<String, List<String>> headers(Response response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Enumeration<String> names = response.getMimeHeaders().names(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            List<String> values = new ArrayList<>();
            response.getMimeHeaders().values(name).asIterator().forEachRemaining(values::add);
            headers.put(name, values);
        }
        return headers;
    }

    private static String query(Request request) {
        String query = request.queryString().toString();
        return query == null ? "" : "?" + query;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Returns what was answered against the spec since the last call of this, when the calls that are running have ended. */
    static List<String> takeUnpromised() {
        synchronized (LOCK) {
            awaitRest();
            List<String> taken = List.copyOf(UNPROMISED);
            UNPROMISED.clear();
            return taken;
        }
    }

    /** A caller has its answer a moment before the server has counted the call as over. */
    private static void awaitRest() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            for (long left = PATIENCE_NANOS; running > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(LOCK, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Fails when a server has answered what the spec does not promise; tests of Jupiter are checked without it.
     *
     * @throws AssertionError which says what was asked, what was answered and what is wrong with it
     */
    public static void check() {
        List<String> unpromised = takeUnpromised();
        if (!unpromised.isEmpty()) {
            throw new AssertionError(
                    "A server answered what api/openapi.yaml does not promise:\n" + String.join("\n", unpromised));
        }
    }

    static String summary() {
        synchronized (LOCK) {
            return "%d answers of servers in tests held against the spec, in %d ms"
                    .formatted(judged, TimeUnit.NANOSECONDS.toMillis(judgedNanos));
        }
    }
}
