package dev.bookingdate.contracts.agreement;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether contract and spec are still what a verdict was about. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(String contract, String spec) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(contract.getBytes(StandardCharsets.UTF_8));
            // Else what ends one and what begins the other could trade places.
            sha256.update((byte) 0);
            sha256.update(spec.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
