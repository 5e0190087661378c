package dev.bookingdate.server.token;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.function.SingletonSupplier;

/** Makes secrets, hashes and verifies them. */
final class ClientSecrets {

    /** 248 bits; in Base64 they have the 42 characters that a secret may have at most. */
    private static final int RANDOM_BYTES = 31;

    private final SecureRandom random = new SecureRandom();
    private final PasswordEncoder hashes;
    private final SingletonSupplier<String> nobodysHash;

    ClientSecrets(PasswordEncoder hashes) {
        this.hashes = hashes;
        this.nobodysHash = SingletonSupplier.of(() -> hash(generate()));
    }

    /** Knows bcrypt only, by its prefix: a stronger hash is one more entry, and a plain secret in a row opens nothing. */
    static PasswordEncoder bcrypt() {
        return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder()));
    }

    String generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String hash(String secret) {
        return requireNonNull(hashes.encode(secret));
    }

    /**
     * Tells whether the secret is the client's. A wrong one costs two verifications, whether the client has two secrets,
     * one, or does not exist: the time it takes tells nobody which.
     *
     * @param client null when there is none
     */
    boolean verify(String secret, @Nullable ApiClient client) {
        return verifies(secret, client == null ? null : client.secretHash())
                || verifies(secret, client == null ? null : client.previousHash());
    }

    private boolean verifies(String secret, @Nullable String hash) {
        boolean matches = hashes.matches(secret, hash == null ? nobodysHash.obtain() : hash);
        return matches && hash != null;
    }
}
