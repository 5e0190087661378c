package dev.bookingdate.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys that sign tokens. They are in the database: a token that one node issued is valid on all. */
@Component
class SigningKeys {

    /** Any number will do that no other lock of this database uses. */
    private static final long LOCK = 0x7369676e_6b657973L;

    private final JdbcClient database;
    private final TransactionTemplate transaction;

    SigningKeys(JdbcClient database, TransactionTemplate transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /** All keys, the newest first; makes the first one when there is none. */
    JWKSet load() {
        List<JWK> keys = read();
        if (keys.isEmpty()) {
            transaction.executeWithoutResult(status -> createFirst());
            keys = read();
        }
        return new JWKSet(keys);
    }

    /** Two nodes that start at once must not make two keys: the second waits here, then finds the key of the first. */
    private void createFirst() {
        database.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> true)
                .single();
        if (read().isEmpty()) {
            RSAKey key = generate();
            database.sql("insert into signing_key (key_id, private_jwk) values (:keyId, :jwk)")
                    .param("keyId", key.getKeyID())
                    .param("jwk", key.toJSONString())
                    .update();
        }
    }

    private List<JWK> read() {
        return database
                .sql("select private_jwk from signing_key order by created_on desc, key_id")
                .query(String.class)
                .list()
                .stream()
                .map(SigningKeys::parse)
                .toList();
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

    private static JWK parse(String jwk) {
        try {
            return JWK.parse(jwk);
        } catch (ParseException e) {
            // Without the cause: its message may hold a part of the key.
            throw new IllegalStateException("signing_key holds a row that is not a JWK");
        }
    }
}
