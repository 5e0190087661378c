package dev.bookingdate.server.caller;

import static dev.bookingdate.server.token.TokenClaims.ENTITY_PREFIX;
import static dev.bookingdate.server.token.TokenClaims.ISSUER;
import static dev.bookingdate.server.token.TokenClaims.ORGS;
import static dev.bookingdate.server.token.TokenClaims.SCOPE;
import static dev.bookingdate.server.token.TokenClaims.TENANT_PREFIX;
import static dev.bookingdate.server.token.TokenClaims.USERNAME;
import static dev.bookingdate.server.token.TokenClaims.USER_PREFIX;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;

/**
 * Who a token speaks for.
 *
 * @param orgIds null where the token says nothing of orgs
 * @param client the client that holds the token, as its issuer names it
 * @param ours whether this server has issued it
 */
public record TokenIdentity(
        long tenantId,
        String userId,
        String username,
        List<UUID> entityIds,
        @Nullable List<String> orgIds,
        @Nullable String client,
        boolean ours) {

    private static final String ATTRIBUTE = TokenIdentity.class.getName();

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
    public static TokenIdentity of(Jwt token) {
        List<String> scope = List.of(text(token, SCOPE).split(" ", -1));
        return new TokenIdentity(
                tenantId(scope),
                one(parts(scope, USER_PREFIX, USER), USER_PREFIX),
                require(text(token, USERNAME), NAME, USERNAME),
                entities(scope),
                orgs(token),
                token.getSubject(),
                ISSUER.equals(token.getClaimAsString(JwtClaimNames.ISS)));
    }

    /** Who the token that let the call in speaks for; empty where none has. */
    public static Optional<TokenIdentity> in(HttpServletRequest request) {
        return Optional.ofNullable((TokenIdentity) request.getAttribute(ATTRIBUTE));
    }

    /** Lets the call in as this one's. */
    public void letIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * The entity of a call, as far as it is known before the call is looked at: the only one of the token, or the one of
     * several that the header names. Asks nobody and refuses nothing.
     *
     * @param zuoraEntityIds the header, null when absent
     */
    public Optional<UUID> entityId(@Nullable String zuoraEntityIds) {
        return entityIds.size() == 1 ? Optional.of(entityIds.get(0)) : named(zuoraEntityIds);
    }

    Optional<UUID> named(@Nullable String zuoraEntityIds) {
        return entityIds.stream()
                .filter(entity -> entity.toString().equalsIgnoreCase(zuoraEntityIds))
                .findFirst();
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
