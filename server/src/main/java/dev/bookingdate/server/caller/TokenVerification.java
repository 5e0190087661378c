package dev.bookingdate.server.caller;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.token.CachedKeys;
import dev.bookingdate.server.token.DemoClients;
import dev.bookingdate.server.token.TokenClaims;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies tokens. A token is read once; the keys and the rules are those of the issuer that it names, and of no other: each
 * issuer's rules check that name once more, in what is signed.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IssuerProperties.class)
class TokenVerification {

    /**
     * Makes the decoder of all tokens. It throws {@link BadJwtException} when a token is not signed, in time and of a known
     * issuer, and {@link RequestRefused} with 503 when the keys to tell are out of reach.
     */
    @Bean
    JwtDecoder jwtDecoder(CachedKeys signingKeyCache, DemoClients demo, IssuerProperties issuer, Clock clock) {
        Map<String, Issuer> issuers = new HashMap<>();
        issuers.put(TokenClaims.ISSUER, ourselves(signingKeyCache, demo, clock));
        if (issuer.isConfigured()) {
            issuers.put(requireNonNull(issuer.uri()), external(issuer, clock));
        }
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(signedBy(issuers));
        decoder.setJwtValidator(token ->
                issuer(issuers, token.getClaimAsString(JwtClaimNames.ISS)).rules.validate(token));
        return text -> {
            try {
                Jwt token = decoder.decode(text);
                return issuer(issuers, token.getClaimAsString(JwtClaimNames.ISS))
                        .ourClaims
                        .apply(token);
            } catch (BadJwtException e) {
                throw e;
            } catch (JwtException e) {
                throw e.getCause() instanceof KeySourceException
                        ? unverifiable()
                        : new BadJwtException("the token can't be verified", e);
            }
        };
    }

    /** Nimbus reads the claims before it looks for the key, so that the issuer is known without reading the token twice. */
    private static JWTProcessor<SecurityContext> signedBy(Map<String, Issuer> issuers) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWTClaimsSetAwareJWSKeySelector((header, claims, context) -> {
            Issuer issuer = issuers.get(claims.getIssuer());
            return issuer == null ? List.of() : issuer.keys.selectJWSKeys(header, context);
        });
        // Types and times are among the rules of each issuer.
        processor.setJWSTypeVerifier((type, context) -> {});
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return processor;
    }

    private static Issuer issuer(Map<String, Issuer> issuers, @Nullable String name) {
        Issuer issuer = issuers.get(name);
        if (issuer == null) {
            throw new BadJwtException("the token is of no issuer that is known here");
        }
        return issuer;
    }

    private static Issuer ourselves(CachedKeys keys, DemoClients demo, Clock clock) {
        return new Issuer(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys),
                new DelegatingOAuth2TokenValidator<>(
                        notExpired(clock),
                        new JwtClaimValidator<Object>(JwtClaimNames.ISS, TokenClaims.ISSUER::equals),
                        notRefused(demo)),
                UnaryOperator.identity());
    }

    private static Issuer external(IssuerProperties issuer, Clock clock) {
        String uri = requireNonNull(issuer.uri());
        var keys = new CachedKeys(
                "keys of the issuer",
                new IssuerKeys(uri, issuer.jwkSetUri()),
                IssuerKeys.READ_EVERY,
                IssuerKeys.AT_MOST_EVERY,
                clock);
        Set<JWSAlgorithm> algorithms = issuer.algorithms().stream()
                .map(algorithm -> JWSAlgorithm.parse(algorithm.getName()))
                .collect(Collectors.toSet());
        var accessTokens = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        accessTokens.setAllowEmpty(true);
        return new Issuer(
                new JWSVerificationKeySelector<>(algorithms, keys),
                JwtValidators.createDefaultWithValidators(List.of(
                        accessTokens,
                        notExpired(clock),
                        new JwtIssuerValidator(uri),
                        new JwtAudienceValidator(requireNonNull(issuer.audience())))),
                new IssuerClaims(issuer.claims())::translate);
    }

    private static JwtTimestampValidator notExpired(Clock clock) {
        var validator = new JwtTimestampValidator();
        validator.setClock(clock);
        validator.setAllowEmptyExpiryClaim(false);
        return validator;
    }

    /** A token of the demo must not outlive the demo. */
    private static OAuth2TokenValidator<Jwt> notRefused(DemoClients demo) {
        return token -> token.getSubject() == null || demo.refuses(token.getSubject())
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "The client is reserved.", null))
                : OAuth2TokenValidatorResult.success();
    }

    /** The token may well be good, so 401 would be a lie. */
    private static RequestRefused unverifiable() {
        return new RequestRefused(
                        ErrorCategory.TEMPORARY_ERROR,
                        "The service is temporarily unavailable. Retry after the time given in Retry-After.")
                .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(IssuerKeys.AT_MOST_EVERY.toSeconds()));
    }

    /**
     * By what the tokens of one issuer are verified.
     *
     * @param ourClaims says what a token says in the claims of our own tokens
     */
    private record Issuer(
            JWSKeySelector<SecurityContext> keys, OAuth2TokenValidator<Jwt> rules, UnaryOperator<Jwt> ourClaims) {}
}
