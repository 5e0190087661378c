package dev.bookingdate.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that stands in a file of its own, beside the room that uses it. A line {@code -- include NAME} stands for the
 * file of that name in the same folder: what several statements must have alike is written once.
 */
public record SqlFile(String text) {

    private static final Pattern INCLUDE = Pattern.compile("(?m)^-- include (\\S+)$\\R?");

    /**
     * Reads a file from the folder of a class, with what it includes.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public static SqlFile of(Class<?> room, String name) {
        try (InputStream in = room.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + name + " beside " + room.getName());
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new SqlFile(INCLUDE.matcher(text)
                    .replaceAll(include ->
                            Matcher.quoteReplacement(of(room, include.group(1)).text())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
