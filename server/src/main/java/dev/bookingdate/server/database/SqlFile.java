package dev.bookingdate.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A statement that stands in a file of its own, beside the room that uses it. */
public record SqlFile(String text) {

    /**
     * Reads a file from the folder of a class.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public static SqlFile of(Class<?> room, String name) {
        try (InputStream in = room.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + name + " beside " + room.getName());
            }
            return new SqlFile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
