package dev.bookingdate.server.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Which statement of the server passes by: told by the first line of its file, which travels with it. */
enum Statements {
    CLAIM("engine/claim.sql"),
    CHUNK("engine/chunk.sql"),
    END("engine/end.sql"),
    STOP("job/stop.sql"),
    CREATE("job/create.sql");

    private static final String ROOM = "/dev/bookingdate/server/";

    private final String firstLine;

    Statements(String file) {
        try (InputStream in = Statements.class.getResourceAsStream(ROOM + file)) {
            if (in == null) {
                throw new IllegalStateException("no " + file);
            }
            this.firstLine = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A comment. */
    String firstLine() {
        return firstLine;
    }

    boolean is(String sql) {
        return sql.startsWith(firstLine);
    }

    /** The statement itself. */
    Predicate<Conversation> runs() {
        return conversation -> is(conversation.current());
    }

    /** The statement with such a value among its own. */
    Predicate<Conversation> runsWith(String value) {
        return conversation -> is(conversation.current()) && conversation.hasValue(value);
    }

    /** The commit of a transaction that ran the statement. */
    Predicate<Conversation> commits() {
        return conversation -> conversation.current().equalsIgnoreCase("commit")
                && conversation.transaction().stream().anyMatch(this::is);
    }
}
