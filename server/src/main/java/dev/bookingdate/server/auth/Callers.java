package dev.bookingdate.server.auth;

import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/** Tells for whom the current call works, from its token and its headers {@code Zuora-Entity-Ids} and {@code Zuora-Org-Ids}. */
@Component
public class Callers {

    /** One query for all questions: every call asks it. */
    private static final String KNOWN = """
            select t.multi_org,
                   exists (select from entity e
                           where e.tenant_id = t.tenant_id and e.entity_id = :entityId) as entity,
                   cast(:clientId as text) is null
                       or exists (select from api_client where client_id = :clientId) as client,
                   coalesce((select cast(:permission as text) = any (may) from api_client where client_id = :clientId), true)
                       as permitted
            from tenant t
            where t.tenant_id = :tenantId
            """;

    private final JdbcClient database;
    private final JdbcClient stops;

    Callers(JdbcClient database, @Qualifier(Pools.STOP) JdbcClient stops) {
        this.database = database;
        this.stops = stops;
    }

    /**
     * The caller of the current call, which reads.
     *
     * @param zuoraEntityIds the header, null when absent
     * @param zuoraOrgIds the header, null when absent
     * @throws RequestRefused 400 when a header is missing, not permitted or malformed; 401 when the tenant or the
     *     client is not known any more; 403 when the entity or an org is not the caller's, or the client was not added for
     *     such calls
     */
    public Caller ofRead(@Nullable String zuoraEntityIds, @Nullable String zuoraOrgIds) {
        return caller(database, Permission.READ, zuoraEntityIds, zuoraOrgIds);
    }

    /** The same for a call that creates a job. */
    public Caller ofCreate(@Nullable String zuoraEntityIds, @Nullable String zuoraOrgIds) {
        return caller(database, Permission.CREATE, zuoraEntityIds, zuoraOrgIds);
    }

    /** The same for a call that stops a job: it does not wait for a connection that other calls hold. */
    public Caller ofStop(@Nullable String zuoraEntityIds, @Nullable String zuoraOrgIds) {
        return caller(stops, Permission.STOP, zuoraEntityIds, zuoraOrgIds);
    }

    private static Caller caller(
            JdbcClient asked, Permission permission, @Nullable String zuoraEntityIds, @Nullable String zuoraOrgIds) {
        Jwt token = token();
        TokenIdentity identity = TokenIdentity.of(token);
        UUID entityId = entity(identity.entityIds(), zuoraEntityIds);
        Known known = known(asked, identity.tenantId(), entityId, clientOfRow(token), permission);
        List<String> orgIds = orgs(known.multiOrg() ? accessible(identity) : null, zuoraOrgIds);
        return new Caller(identity.tenantId(), identity.userId(), identity.username(), entityId, orgIds);
    }

    /** The tenant of a call that a token let in. Asks nobody. */
    public static long tenantId(JwtAuthenticationToken authenticated) {
        return TokenIdentity.of(authenticated.getToken()).tenantId();
    }

    /**
     * The entity of a call that a token let in, as far as it is known before the call is looked at: the only one of the
     * token, or the one of several that the header names. Asks nobody and refuses nothing.
     *
     * @param zuoraEntityIds the header, null when absent
     */
    public static Optional<UUID> entityId(JwtAuthenticationToken authenticated, @Nullable String zuoraEntityIds) {
        List<UUID> permitted = TokenIdentity.of(authenticated.getToken()).entityIds();
        return permitted.size() == 1 ? Optional.of(permitted.get(0)) : named(permitted, zuoraEntityIds);
    }

    private static Jwt token() {
        // Every route but the token endpoint's needs a token, so only a defect gets here without one.
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken authenticated) {
            return authenticated.getToken();
        }
        throw new IllegalStateException("the call is not authenticated");
    }

    private static UUID entity(List<UUID> permitted, @Nullable String header) {
        if (permitted.size() == 1) {
            if (header != null) {
                throw new RequestRefused(
                        ErrorCategory.INVALID_VALUE,
                        "Zuora-Entity-Ids must not be set: the token is valid for one entity.");
            }
            return permitted.get(0);
        }
        if (header == null) {
            throw new RequestRefused(
                    ErrorCategory.MISSING_FIELD,
                    "Zuora-Entity-Ids is required: the token is valid for several entities.");
        }
        return named(permitted, header).orElseThrow(Callers::foreignEntity);
    }

    private static Optional<UUID> named(List<UUID> permitted, @Nullable String header) {
        return permitted.stream()
                .filter(entity -> entity.toString().equalsIgnoreCase(header))
                .findFirst();
    }

    /** In a tenant with Multi-Org a token that names no org is good for none, never for all of them. */
    private static List<String> accessible(TokenIdentity token) {
        return token.orgIds() == null ? List.of() : token.orgIds();
    }

    private static @Nullable List<String> orgs(@Nullable List<String> accessible, @Nullable String header) {
        if (header == null) {
            return accessible;
        }
        if (accessible == null) {
            throw new RequestRefused(
                    ErrorCategory.INVALID_VALUE, "Zuora-Org-Ids must not be set: the tenant does not use Multi-Org.");
        }
        List<String> wanted =
                Stream.of(header.split(",", -1)).map(String::strip).toList();
        if (!accessible.containsAll(wanted)) {
            throw new RequestRefused(
                    ErrorCategory.PERMISSION_DENIED,
                    "Permission denied: Zuora-Org-Ids names an org that is not accessible to the caller.");
        }
        return wanted;
    }

    /** The client that must still have a row: the demo's never has one. */
    private static @Nullable String clientOfRow(Jwt token) {
        String clientId = token.getSubject();
        boolean ours = TokenClaims.ISSUER.equals(token.getClaimAsString(JwtClaimNames.ISS));
        return ours && clientId != null && !DemoClients.isReserved(clientId) ? clientId : null;
    }

    /** A token outlives what it speaks of: the tenant, the entity or the client may have gone since. */
    private static Known known(
            JdbcClient asked, long tenantId, UUID entityId, @Nullable String clientId, Permission permission) {
        Known known = asked.sql(KNOWN)
                .param("tenantId", tenantId)
                .param("entityId", entityId)
                .param("clientId", clientId)
                .param("permission", permission.toString())
                .query(Known.class)
                .optional()
                .filter(Known::client)
                .orElseThrow(BearerRefusal::invalidToken);
        if (!known.entity()) {
            throw foreignEntity();
        }
        if (!known.permitted()) {
            throw new RequestRefused(
                    ErrorCategory.PERMISSION_DENIED,
                    "Permission denied: the client may not " + permission.action() + ".");
        }
        return known;
    }

    private static RequestRefused foreignEntity() {
        return new RequestRefused(
                ErrorCategory.PERMISSION_DENIED,
                "Permission denied: the token is not valid for the entity in Zuora-Entity-Ids.");
    }

    private record Known(boolean multiOrg, boolean entity, boolean client, boolean permitted) {}
}
