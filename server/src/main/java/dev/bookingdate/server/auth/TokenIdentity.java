package dev.bookingdate.server.auth;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who a token speaks for.
 *
 * @param orgIds null where the token says nothing of orgs
 */
record TokenIdentity(
        long tenantId,
        String userId,
        String username,
        List<UUID> entityIds,
        @Nullable List<String> orgIds) {

    static final String SCOPE = "scope";
    static final String USERNAME = "username";
    static final String ORGS = "orgs";
    static final String USER_PREFIX = "user.";
    static final String ENTITY_PREFIX = "entity.";
    static final String TENANT_PREFIX = "tenant.";

    private static final Pattern USER = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern ENTITY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TENANT = Pattern.compile("[1-9][0-9]{0,18}");
    private static final Pattern ORG = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,255}");

    /**
     * Reads a token that somebody has signed. A signature does not make its claims well-formed.
     *
     * @throws BadJwtException when the claims are not those of the contract: one user, one tenant, one entity or more
     */
    static TokenIdentity of(Jwt token) {
        List<String> scope = List.of(text(token, SCOPE).split(" ", -1));
        return new TokenIdentity(
                tenantId(scope),
                one(parts(scope, USER_PREFIX, USER), USER_PREFIX),
                require(text(token, USERNAME), NAME, USERNAME),
                entities(scope),
                orgs(token));
    }

    private static long tenantId(List<String> scope) {
        try {
            return Long.parseLong(one(parts(scope, TENANT_PREFIX, TENANT), TENANT_PREFIX));
        } catch (NumberFormatException e) {
            throw malformed(TENANT_PREFIX);
        }
    }

    private static List<UUID> entities(List<String> scope) {
        List<String> entities = parts(scope, ENTITY_PREFIX, ENTITY);
        if (entities.isEmpty()) {
            throw malformed(ENTITY_PREFIX);
        }
        return entities.stream().map(UUID::fromString).toList();
    }

    private static @Nullable List<String> orgs(Jwt token) {
        Object orgs = token.getClaims().get(ORGS);
        if (orgs == null) {
            return null;
        }
        if (!(orgs instanceof Collection<?> list)) {
            throw malformed(ORGS);
        }
        return list.stream()
                .map(org -> require(org instanceof String id ? id : "", ORG, ORGS))
                .toList();
    }

    /** A scope is a set: what it says twice it says once. What is not ours is passed over. */
    private static List<String> parts(List<String> scope, String prefix, Pattern form) {
        return scope.stream()
                .filter(part -> part.startsWith(prefix))
                .map(part -> require(part.substring(prefix.length()), form, prefix))
                .distinct()
                .toList();
    }

    private static String one(List<String> values, String prefix) {
        if (values.size() != 1) {
            throw malformed(prefix);
        }
        return values.get(0);
    }

    private static String text(Jwt token, String claim) {
        if (token.getClaims().get(claim) instanceof String text) {
            return text;
        }
        throw malformed(claim);
    }

    private static String require(String value, Pattern form, String what) {
        if (!form.matcher(value).matches()) {
            throw malformed(what);
        }
        return value;
    }

    private static BadJwtException malformed(String what) {
        return new BadJwtException("the token's claims are malformed: " + what);
    }
}
