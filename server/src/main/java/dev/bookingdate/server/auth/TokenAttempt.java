package dev.bookingdate.server.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a token request is counted under, as it stands in {@code token_attempt.subject}. */
record TokenAttempt(String client, String address, String clientAndAddress) {

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int NETWORK_BYTES = 8;

    static TokenAttempt of(String clientId, String address) {
        String network = network(address);
        return new TokenAttempt(
                sha256("client\n" + clientId), sha256("address\n" + network), sha256(clientId + "\n" + network));
    }

    /** The address itself, or the /64 of an IPv6 one: whoever has one of those has them all. */
    static String network(String address) {
        String literal = address.replaceFirst("%.*", "");
        if (!IPV6.matcher(literal).matches()) {
            return address;
        }
        try {
            // Asks no name server: what has a colon is an address or nothing.
            InetAddress parsed = InetAddress.getByName(literal);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES) + "/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
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
