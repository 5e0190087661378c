package dev.bookingdate.server.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All that clients and nemesis did, in the order in which it happened; a file of JSON lines that is only appended to. */
final class History implements Closeable {

    private static final JsonMapper JSON = new JsonMapper();

    private final AtomicLong calls = new AtomicLong();
    private final List<Event> events = new ArrayList<>();
    private final Writer file;

    History(Path file) throws IOException {
        this.file = Files.newBufferedWriter(file);
    }

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Begins a call. Returns its number. */
    long invoke(String op, @Nullable String node, @Nullable String job, @Nullable String value) {
        long call = calls.incrementAndGet();
        add(call, Event.Type.INVOKE, op, node, job, null, value);
        return call;
    }

    /** Ends a call. */
    void end(
            long call,
            Event.Type type,
            String op,
            @Nullable String node,
            @Nullable String job,
            @Nullable Integer status,
            @Nullable String value) {
        add(call, type, op, node, job, status, value);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    private synchronized void add(
            long call,
            Event.Type type,
            String op,
            @Nullable String node,
            @Nullable String job,
            @Nullable Integer status,
            @Nullable String value) {
        Event event = new Event(now(), call, type, op, node, job, status, value);
        events.add(event);
        try {
            file.write(JSON.writeValueAsString(event));
            file.write('\n');
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
