package dev.bookingdate.server.auth;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Signs tokens, and verifies them by the keys of their issuer: this server or the configured one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IssuerProperties.class)
class TokenKeys {

    /** How soon the keys may be read again for a token whose key is not known. */
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

    @Bean
    CachedKeys signingKeyCache(SigningKeys keys, Clock clock) throws IOException {
        return new CachedKeys("signing keys", keys, SigningKeys.READ_EVERY, AT_MOST_EVERY, clock).filled();
    }

    @Bean
    JwtEncoder jwtEncoder(CachedKeys signingKeyCache) {
        var encoder = new NimbusJwtEncoder(signingKeyCache);
        encoder.setJwkSelector(signerFirst -> signerFirst.get(0));
        return encoder;
    }

    @Bean
    JwtDecoder jwtDecoder(CachedKeys signingKeyCache, DemoClients demo, IssuerProperties issuer, Clock clock) {
        Map<String, JwtDecoder> issuers = new HashMap<>();
        issuers.put(TokenClaims.ISSUER, ownTokens(signingKeyCache, demo, clock));
        if (issuer.isConfigured()) {
            issuers.put(requireNonNull(issuer.uri()), tokensOf(issuer, clock));
        }
        return new TokensByIssuer(issuers);
    }

    private static JwtDecoder ownTokens(CachedKeys keys, DemoClients demo, Clock clock) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                notExpired(clock),
                new JwtClaimValidator<Object>(JwtClaimNames.ISS, TokenClaims.ISSUER::equals),
                notRefused(demo)));
        return decoder;
    }

    private static JwtDecoder tokensOf(IssuerProperties issuer, Clock clock) {
        String uri = requireNonNull(issuer.uri());
        var keys = new CachedKeys(
                "keys of the issuer",
                new IssuerKeys(uri, issuer.jwkSetUri()),
                IssuerKeys.READ_EVERY,
                IssuerKeys.AT_MOST_EVERY,
                clock);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(algorithms -> algorithms.addAll(issuer.algorithms()))
                .build();
        var accessTokens = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        accessTokens.setAllowEmpty(true);
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(List.of(
                accessTokens,
                notExpired(clock),
                new JwtIssuerValidator(uri),
                new JwtAudienceValidator(requireNonNull(issuer.audience())))));
        var claims = new IssuerClaims(issuer.claims());
        return token -> claims.translate(decoder.decode(token));
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
}
