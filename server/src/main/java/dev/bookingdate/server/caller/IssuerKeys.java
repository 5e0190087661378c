package dev.bookingdate.server.caller;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.bookingdate.server.token.CachedKeys;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fetches the public keys of an external issuer. */
final class IssuerKeys implements CachedKeys.Origin {

    static final Duration READ_EVERY = Duration.ofMinutes(5);

    /** Also how soon a token is tried again that could not be verified: what {@code Retry-After} says. */
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(5);

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int MAX_BYTES = 512 * 1024;

    private final String issuer;
    private final @Nullable URI jwkSetUri;
    private final DefaultResourceRetriever http =
            new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);

    IssuerKeys(String issuer, @Nullable URI jwkSetUri) {
        this.issuer = issuer;
        this.jwkSetUri = jwkSetUri;
    }

    @Override
    public List<JWK> read() throws IOException {
        String set = fetch(jwkSetUri == null ? discovered() : jwkSetUri);
        try {
            // The public halves alone: what is secret, or should be, verifies nothing here.
            return JWKSet.parse(set).getKeys().stream()
                    .filter(key -> !key.isPrivate())
                    .toList();
        } catch (ParseException e) {
            throw new IOException("what the issuer serves is no JWK set");
        }
    }

    private URI discovered() throws IOException {
        String document = fetch(URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration"));
        try {
            Map<String, Object> metadata = JSONObjectUtils.parse(document);
            if (!Objects.equals(metadata.get("issuer"), issuer)) {
                throw new IOException("the metadata are another issuer's");
            }
            URI found = JSONObjectUtils.getURI(metadata, "jwks_uri");
            if (found == null) {
                throw new IOException("the metadata name no keys");
            }
            IssuerProperties.requireSafe(found);
            return found;
        } catch (ParseException e) {
            throw new IOException("the issuer's metadata can't be read");
        }
    }

    private String fetch(URI uri) throws IOException {
        return http.retrieveResource(uri.toURL()).getContent();
    }
}
