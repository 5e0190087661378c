package dev.bookingdate.desk.check;

import dev.bookingdate.desk.source.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a verdict.
 *
 * @param level how bad it is, such as {@code error} or {@code breaking}
 * @param fingerprint identifies the remark in a waiver; null if it can't be waived
 */
public record Remark(
        Place place,
        String level,
        boolean isRed,
        String rule,
        String text,
        @Nullable String fingerprint) {

    /** An error that has to be mended. */
    static Remark error(Place place, String rule, String text) {
        return new Remark(place, "error", true, rule, text, null);
    }

    /** An error that a waiver can accept. The fingerprint is a hash of pointer and text, because line numbers change. */
    static Remark waivable(Place place, String level, String rule, String text, String pointer, String what) {
        return new Remark(place, level, true, rule, text, fingerprint(rule, pointer, what));
    }

    static String fingerprint(String rule, String pointer, String what) {
        String hash = sha256((rule + "\n" + pointer + "\n" + what).getBytes(StandardCharsets.UTF_8));
        // With a letter before it, YAML never takes it for a number.
        return "f" + hash.substring(0, 11);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Returns a hash that stays the same while lines move, for tools that follow a finding. */
    public String identity() {
        return fingerprint == null ? fingerprint(rule, place.file(), text) : fingerprint;
    }

    public Optional<String> waiver() {
        return Optional.ofNullable(fingerprint);
    }

    @Override
    public String toString() {
        return place + ": " + level + " " + rule + ": " + text + (fingerprint == null ? "" : " [" + fingerprint + "]");
    }
}
