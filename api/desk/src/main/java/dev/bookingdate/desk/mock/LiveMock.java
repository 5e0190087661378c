package dev.bookingdate.desk.mock;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.mock.Mock.Answer;
import dev.bookingdate.desk.mock.Mock.Request;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A mock of a document as it was saved last. A save that can't be read is reported, and the one before it goes on answering. */
public final class LiveMock {
    private final Path document;
    private final Consumer<String> report;
    private Map<Path, Long> read;
    private Mock mock;

    /** @param report takes a line about a save that can't be read */
    public LiveMock(Path document, Consumer<String> report) {
        this.document = document;
        this.report = report;
        Api api = Api.read(document);
        this.read = times(api.root().sources());
        this.mock = new Mock(api);
    }

    /** Answers one call at a time: it costs a millisecond. */
    public synchronized Answer answer(Request request) {
        Map<Path, Long> now = times(List.copyOf(read.keySet()));
        if (!now.equals(read)) {
            read = now;
            try {
                Api api = Api.read(document);
                mock = new Mock(api);
                read = times(api.root().sources());
            } catch (UnusableException unreadable) {
                report.accept(String.valueOf(unreadable.getMessage()));
            }
        }
        return mock.answer(request);
    }

    private static Map<Path, Long> times(List<Path> files) {
        Map<Path, Long> times = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                times.put(file, Files.getLastModifiedTime(file).toMillis());
            } catch (IOException gone) {
                times.put(file, -1L);
            }
        }
        return times;
    }
}
