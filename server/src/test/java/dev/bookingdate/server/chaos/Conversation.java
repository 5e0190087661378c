package dev.bookingdate.server.chaos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node says on one connection, as far as it matters which statement runs: PostgreSQL's messages Parse, Bind, Execute
 * and Query.
 */
final class Conversation {

    private final Map<String, String> prepared = new HashMap<>();
    private final Map<String, Bound> bound = new HashMap<>();
    private final List<String> transaction = new ArrayList<>();
    private Bound current = new Bound("", "");

    /** A statement and its values, as bytes in ISO 8859-1. */
    private record Bound(String sql, String values) {}

    /** Takes note of a message. True when it makes a statement run: then {@link #current} is that statement. */
    boolean hear(char type, byte[] body) {
        ByteBuffer message = ByteBuffer.wrap(body);
        switch (type) {
            case 'P' -> {
                String name = text(message);
                prepared.put(name, text(message));
                return false;
            }
            case 'B' -> {
                String portal = text(message);
                String sql = prepared.getOrDefault(text(message), "");
                bound.put(portal, new Bound(sql, new String(body, StandardCharsets.ISO_8859_1)));
                return false;
            }
            case 'E' -> {
                return runs(bound.getOrDefault(text(message), new Bound("", "")));
            }
            case 'Q' -> {
                return runs(new Bound(text(message), ""));
            }
            default -> {
                return false;
            }
        }
    }

    private boolean runs(Bound statement) {
        String sql = statement.sql();
        if (sql.regionMatches(true, 0, "begin", 0, 5)) {
            transaction.clear();
        }
        current = statement;
        transaction.add(sql);
        return true;
    }

    /** The statement that runs. */
    String current() {
        return current.sql();
    }

    /** Whether a text is among the values that it runs with. */
    boolean hasValue(String text) {
        return current.values().contains(text);
    }

    /** All statements since the last BEGIN. */
    List<String> transaction() {
        return transaction;
    }

    private static String text(ByteBuffer message) {
        int start = message.position();
        int end = start;
        while (message.get(end) != 0) {
            end++;
        }
        message.position(end + 1);
        return new String(message.array(), start, end - start, StandardCharsets.UTF_8);
    }
}
