package dev.bookingdate.server.token;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.database.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys that sign tokens. They are in the database: a token that one node issued is valid on all. A new key first
 * settles, so that no node meets a token whose key it has not read; the one before it stays until its last token has
 * expired.
 */
@Component
class SigningKeys implements CachedKeys.Origin {

    /** How old what a node knows of the keys may be. A key that was revoked is good for nothing after this time. */
    static final Duration READ_EVERY = Duration.ofSeconds(10);

    /** Three times, since one reading may fail. */
    static final Duration SETTLES_AFTER = READ_EVERY.multipliedBy(3);

    /** A token's life, and five minutes for settling, reading and clocks that differ. */
    static final Duration OUTLIVES_SUCCESSOR = RegisteredClients.TOKEN_LIFETIME.plusMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private static final SqlFile KEYS = SqlFile.of(SigningKeys.class, "signing-keys.sql");

    /** Any number will do that no other lock of this database uses. */
    private static final long LOCK = 0x7369676e_6b657973L;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final KeySeal seal;
    private volatile Set<String> closed = Set.of();

    SigningKeys(
            @Qualifier(Pools.ACCESS) JdbcClient database,
            @Qualifier(Pools.ACCESS) TransactionTemplate transaction,
            KeySeal seal) {
        this.database = database;
        this.transaction = transaction;
        this.seal = seal;
    }

    /** All keys that are good, the one that signs first. Makes one when there is none, and removes what has expired. */
    @Override
    public List<JWK> read() {
        List<SigningKey> keys = all();
        if (keys.isEmpty()) {
            // Before the transaction: it takes a while, and other nodes may wait for this one.
            RSAKey key = generate();
            transaction.executeWithoutResult(status -> createFirst(key));
            keys = all();
        }
        if (keys.stream().anyMatch(SigningKey::expired)) {
            removeExpired(keys);
        }
        return opened(keys);
    }

    /** Of the keys that this node can't open: the tokens that they sign may be good. */
    @Override
    public Set<String> unusable() {
        return closed;
    }

    /**
     * One that can't be opened, whoever sealed it, is no reason to do without the others.
     *
     * @throws IllegalStateException when there is none that can be
     */
    private List<JWK> opened(List<SigningKey> keys) {
        Map<String, JWK> opened = new HashMap<>();
        Map<String, IllegalStateException> failures = new LinkedHashMap<>();
        for (SigningKey key : keys) {
            try {
                opened.put(key.keyId(), seal.open(key));
            } catch (IllegalStateException e) {
                failures.put(key.keyId(), e);
            }
        }
        if (opened.isEmpty() && !failures.isEmpty()) {
            throw failures.values().iterator().next();
        }
        Set<String> before = closed;
        failures.forEach((keyId, failure) -> {
            if (!before.contains(keyId)) {
                LOG.warn("{}; this node neither signs nor verifies with it", failure.getMessage());
            }
        });
        closed = Set.copyOf(failures.keySet());
        List<SigningKey> usable =
                keys.stream().filter(key -> opened.containsKey(key.keyId())).toList();
        return signerFirst(usable).stream()
                .map(key -> requireNonNull(opened.get(key.keyId())))
                .toList();
    }

    /** All keys, the newest first. */
    List<SigningKey> all() {
        return database.sql(KEYS.text())
                .param("settlesAfter", (double) SETTLES_AFTER.toSeconds())
                .param("outlivesSuccessor", (double) OUTLIVES_SUCCESSOR.toSeconds())
                .query((row, number) -> key(row))
                .list();
    }

    /**
     * Makes a new key, and removes what has expired.
     *
     * @param revoked the key to remove at once, with all its tokens; null for none
     * @return the id of the new key
     * @throws CommandRefusedException when there is no key of that id; then nothing was changed
     */
    String rotate(@Nullable String revoked) {
        RSAKey key = generate();
        return transaction.execute(status -> {
            lock();
            if (revoked != null && remove(revoked) == 0) {
                throw new CommandRefusedException("There is no key of this id; nothing was changed");
            }
            create(key);
            removeExpired(all());
            return key.getKeyID();
        });
    }

    /** The newest that every node has read; where there is none, the one that most nodes have read. */
    static @Nullable SigningKey signer(List<SigningKey> newestFirst) {
        return newestFirst.stream()
                .filter(SigningKey::settled)
                .findFirst()
                .orElseGet(() -> newestFirst.isEmpty() ? null : newestFirst.get(newestFirst.size() - 1));
    }

    private static List<SigningKey> signerFirst(List<SigningKey> newestFirst) {
        List<SigningKey> good = new ArrayList<>(newestFirst);
        good.removeIf(SigningKey::expired);
        SigningKey signer = signer(good);
        if (signer != null) {
            good.remove(signer);
            good.add(0, signer);
        }
        return good;
    }

    /** Two nodes that start at once must not make two keys: the second waits here, then finds the key of the first. */
    private void createFirst(RSAKey key) {
        lock();
        if (all().isEmpty()) {
            create(key);
        }
    }

    private void lock() {
        database.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> true)
                .single();
    }

    /** Always the newest, also when the database's clock was set back. */
    private void create(RSAKey key) {
        database.sql("""
                        insert into signing_key (key_id, private_jwk, created_on)
                        select :keyId, :jwk, greatest(clock_timestamp(), max(created_on) + interval '1 microsecond')
                        from signing_key
                        """)
                .param("keyId", key.getKeyID())
                .param("jwk", seal.close(key))
                .update();
    }

    private void removeExpired(List<SigningKey> keys) {
        keys.stream().filter(SigningKey::expired).map(SigningKey::keyId).forEach(this::remove);
    }

    private int remove(String keyId) {
        return database.sql("delete from signing_key where key_id = :keyId")
                .param("keyId", keyId)
                .update();
    }

    private static SigningKey key(ResultSet row) throws SQLException {
        OffsetDateTime expiresOn = row.getObject("expires_on", OffsetDateTime.class);
        return new SigningKey(
                row.getString("key_id"),
                row.getString("private_jwk"),
                instant(row, "created_on"),
                instant(row, "settles_on"),
                row.getBoolean("settled"),
                expiresOn == null ? null : expiresOn.toInstant(),
                row.getBoolean("expired"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("no RSA key can be made", e);
        }
    }

    /**
     * A key that signs tokens, as it stands in the database.
     *
     * @param jwk the private key, sealed or in plain text: never to be logged or printed
     * @param settlesOn when every node has read it
     * @param expiresOn when its last token has expired; null while it has no successor
     */
    record SigningKey(
            String keyId,
            String jwk,
            Instant createdOn,
            Instant settlesOn,
            boolean settled,
            @Nullable Instant expiresOn,
            boolean expired) {

        @Override
        public String toString() {
            return "SigningKey " + keyId;
        }
    }
}
