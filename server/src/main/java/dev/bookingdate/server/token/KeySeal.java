package dev.bookingdate.server.token;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.bookingdate.server.token.SigningKeys.SigningKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Seals private keys before they go to the database: an encrypted JWK (RFC 7517, section 7) by AES-256-GCM, where a secret
 * is configured. Without one they are stored as they are, and whoever reads the database can make tokens.
 */
@Component
class KeySeal {

    static final String PROPERTY = "bookingdate.auth.key-secret";

    private static final int SECRET_BYTES = 32;

    private final List<SecretKey> secrets;

    /**
     * Takes the configured secrets.
     *
     * @param secrets none, or 32 random bytes in Base64; several separated by commas while they are changed: the first
     *     seals, each opens
     */
    KeySeal(@Value("${" + PROPERTY + ":}") String secrets) {
        this.secrets = secrets.isBlank()
                ? List.of()
                : Arrays.stream(secrets.split(",", -1)).map(KeySeal::secret).toList();
    }

    /** The key as it is to be stored. */
    String close(RSAKey key) {
        if (secrets.isEmpty()) {
            return key.toJSONString();
        }
        try {
            var header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                    .contentType("jwk+json")
                    .keyID(key.getKeyID())
                    .build();
            var sealed = new JWEObject(header, new Payload(key.toJSONString()));
            sealed.encrypt(new DirectEncrypter(secrets.get(0)));
            return sealed.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("the new signing key can't be sealed");
        }
    }

    /**
     * The key as it is to be used. One that was stored in plain text is opened as well, so that a secret can be
     * configured later.
     *
     * @throws IllegalStateException when no configured secret opens it
     */
    JWK open(SigningKey stored) {
        try {
            if (stored.jwk().startsWith("{")) {
                return JWK.parse(stored.jwk());
            }
            JWEObject sealed = JWEObject.parse(stored.jwk());
            String jwk = secrets.stream()
                    .flatMap(secret -> open(sealed, secret).stream())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The signing key " + stored.keyId()
                            + " can't be opened: " + PROPERTY + " is not set, or not the one that sealed it"));
            return JWK.parse(jwk);
        } catch (ParseException e) {
            // Without the cause: its message may hold a part of the key.
            throw new IllegalStateException("The signing key " + stored.keyId() + " is not a JWK");
        }
    }

    private static Optional<String> open(JWEObject sealed, SecretKey secret) {
        try {
            JWEObject copy = JWEObject.parse(sealed.serialize());
            copy.decrypt(new DirectDecrypter(secret));
            return Optional.of(copy.getPayload().toString());
        } catch (JOSEException | ParseException e) {
            return Optional.empty();
        }
    }

    private static SecretKey secret(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    PROPERTY + " must be 32 random bytes in Base64, as \"openssl rand -base64 32\" makes them");
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
