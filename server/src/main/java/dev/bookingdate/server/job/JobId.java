package dev.bookingdate.server.job;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** A job's id as callers see it: a UUIDv7 in 32 lower-case hexadecimal digits, which sort by time. */
public record JobId(UUID value) {

    private static final int LENGTH = 32;

    /** Reads an id of this server. Any other text names no job, whatever its length. */
    public static Optional<JobId> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (!HexFormat.isHexDigit(c) || (c >= 'A' && c <= 'F')) {
                return Optional.empty();
            }
        }
        return Optional.of(new JobId(
                new UUID(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, LENGTH))));
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(value.getMostSignificantBits()) + hex.toHexDigits(value.getLeastSignificantBits());
    }
}
