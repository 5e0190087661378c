package dev.bookingdate.server.job;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of jobs ends, as callers see it: the id of its last job in base64url, so that nobody takes it for a job id
 * or counts on what it holds.
 */
final class JobCursor {

    private JobCursor() {}

    static String after(JobId last) {
        byte[] text = last.toString().getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** Reads what {@link #after} wrote, and nothing else. */
    static Optional<JobId> parse(String cursor) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(cursor);
            return JobId.parse(new String(text, StandardCharsets.US_ASCII))
                    // The decoder takes several spellings of the same bytes.
                    .filter(id -> after(id).equals(cursor));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
