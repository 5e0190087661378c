package dev.bookingdate.server.database;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes PostgreSQL arrays of text as one value, where a statement says {@code cast(:name as text[])}. */
public final class TextArray {

    private TextArray() {}

    /** The array's literal; null stays null. */
    public static @Nullable String literal(@Nullable List<String> texts) {
        return texts == null
                ? null
                : texts.stream()
                        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}"));
    }
}
