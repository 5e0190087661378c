package dev.bookingdate.server.auth;

import dev.bookingdate.server.connection.Network;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a token request is counted under, as it stands in {@code token_attempt.subject}. */
record TokenAttempt(String client, String address, String clientAndAddress) {

    static TokenAttempt of(String clientId, String address) {
        String network = Network.of(address);
        return new TokenAttempt(
                sha256("client\n" + clientId), sha256("address\n" + network), sha256(clientId + "\n" + network));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
