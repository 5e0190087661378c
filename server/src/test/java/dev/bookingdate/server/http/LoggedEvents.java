package dev.bookingdate.server.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What the server logs while it is open. */
final class LoggedEvents extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    LoggedEvents() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    List<ILoggingEvent> withStackTrace() {
        return events.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .toList();
    }

    /** A call is logged after its answer is sent: waits for the one line that begins so. */
    String awaitLine(String beginning) {
        return awaitLine(beginning, line -> line.startsWith(beginning));
    }

    /** Waits for the one line that holds the text, where the id of the call is not known. */
    String awaitLineWith(String text) {
        return awaitLine(text, line -> line.contains(text));
    }

    private String awaitLine(String wanted, Predicate<String> test) {
        for (int tries = 0; tries < 1000; tries++) {
            List<String> lines = messages().stream().filter(test).toList();
            if (lines.size() == 1) {
                return lines.get(0);
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("no single line " + wanted + " in " + messages());
    }

    List<String> levels() {
        return events.stream().map(event -> event.getLevel().toString()).toList();
    }

    /** All that was logged for one call. */
    List<ILoggingEvent> ofCall(String requestId) {
        return events.stream()
                .filter(event -> requestId.equals(event.getMDCPropertyMap().get("requestId")))
                .toList();
    }

    List<String> messages() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
