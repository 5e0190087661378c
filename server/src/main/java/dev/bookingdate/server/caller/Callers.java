package dev.bookingdate.server.caller;

import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.token.DemoClients;
import dev.bookingdate.server.token.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    /** A proxy that stands for the request bound to the current thread. */
    private final HttpServletRequest request;

    Callers(JdbcClient database, @Qualifier(Pools.STOP) JdbcClient stops, HttpServletRequest request) {
        this.database = database;
        this.stops = stops;
        this.request = request;
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

    private Caller caller(
            JdbcClient asked, Permission permission, @Nullable String zuoraEntityIds, @Nullable String zuoraOrgIds) {
        // Every route but the token endpoint's needs a token, so only a defect gets here without one.
        TokenIdentity identity = TokenIdentity.in(request).orElseThrow();
        UUID entityId = entity(identity, zuoraEntityIds);
        Known known = known(asked, identity.tenantId(), entityId, clientOfRow(identity), permission);
        List<String> orgIds = orgs(known.multiOrg() ? accessible(identity) : null, zuoraOrgIds);
        return new Caller(identity.tenantId(), identity.userId(), identity.username(), entityId, orgIds);
    }

    private static UUID entity(TokenIdentity identity, @Nullable String header) {
        List<UUID> permitted = identity.entityIds();
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
        return identity.named(header).orElseThrow(Callers::foreignEntity);
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
    private static @Nullable String clientOfRow(TokenIdentity identity) {
        String client = identity.client();
        return identity.ours() && client != null && !DemoClients.isReserved(client) ? client : null;
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
                .orElseThrow(BearerCalls::invalidToken);
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
