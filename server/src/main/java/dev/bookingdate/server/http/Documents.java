package dev.bookingdate.server.http;

import java.util.Map;

/**
 * What a room lets anybody read. A bean of this type is all that it takes.
 *
 * @param byPath a fixed set: nothing is looked up by a name that a caller sends
 */
public record Documents(Map<String, Document> byPath) {

    public Documents {
        byPath = Map.copyOf(byPath);
    }
}
