package dev.bookingdate.server.caller;

import dev.bookingdate.server.token.TokenClaims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

/** Says what a token of an external issuer says in the claims of our own, so that nobody further in knows of two kinds. */
final class IssuerClaims {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");

    private final IssuerProperties.Claims names;

    IssuerClaims(IssuerProperties.Claims names) {
        this.names = names;
    }

    /**
     * The same token with our claims.
     *
     * @throws BadJwtException when a claim is not there or not of the type that it must have
     */
    Jwt translate(Jwt token) {
        List<String> scope = new ArrayList<>();
        scope.addAll(parts(token, names.userId(), TokenClaims.USER_PREFIX, IssuerClaims::withoutHyphens));
        scope.addAll(parts(token, names.entities(), TokenClaims.ENTITY_PREFIX, IssuerClaims::lowerCase));
        scope.addAll(parts(token, names.tenant(), TokenClaims.TENANT_PREFIX, UnaryOperator.identity()));
        Object username = token.getClaims().get(names.username());
        Object orgs = token.getClaims().get(names.orgs());
        return Jwt.withTokenValue(token.getTokenValue())
                .headers(headers -> headers.putAll(token.getHeaders()))
                .claims(claims -> {
                    claims.putAll(token.getClaims());
                    claims.put(TokenClaims.SCOPE, String.join(" ", scope));
                    put(claims, TokenClaims.USERNAME, username);
                    put(claims, TokenClaims.ORGS, orgs instanceof String text ? List.of(text.split(" ", -1)) : orgs);
                })
                .build();
    }

    private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
    }

    private static List<String> parts(Jwt token, @Nullable String claim, String prefix, UnaryOperator<String> form) {
        if (claim != null) {
            Object value = token.getClaims().get(claim);
            return value == null
                    ? List.of()
                    : words(value, claim).stream()
                            .map(word -> prefix + form.apply(word))
                            .toList();
        }
        Object scope = token.getClaims().get(TokenClaims.SCOPE);
        return scope == null
                ? List.of()
                : words(scope, TokenClaims.SCOPE).stream()
                        .filter(part -> part.startsWith(prefix))
                        .toList();
    }

    /** Never with a space inside, so that a value can't say more than its claim may. */
    private static List<String> words(Object value, String claim) {
        Stream<?> values = value instanceof Collection<?> list ? list.stream() : Stream.of(value);
        return values.map(each -> {
                    if (each instanceof String || each instanceof Long || each instanceof Integer) {
                        return each.toString();
                    }
                    throw new BadJwtException("the token's claims are malformed: " + claim);
                })
                .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String withoutHyphens(String userId) {
        return UUID.matcher(userId).matches() ? lowerCase(userId.replace("-", "")) : userId;
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
