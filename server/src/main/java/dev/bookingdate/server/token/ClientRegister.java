package dev.bookingdate.server.token;

import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.database.TextArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds, lists, rotates and removes clients, for those who run the server. Each change is seen by all nodes at once. */
final class ClientRegister {

    /** Whose tokens a new client gets. The entities may be left out where the tenant has one; without permissions it has all. */
    record NewClient(
            UUID clientId,
            long tenantId,
            List<UUID> entityIds,
            List<String> orgIds,
            String userId,
            String username,
            Set<Permission> may) {}

    /** What may be shown of a client at any time. */
    record Listed(
            String clientId,
            long tenantId,
            String username,
            String userId,
            List<String> entityIds,
            @Nullable List<String> orgIds,
            @Nullable List<String> may,
            OffsetDateTime createdOn,
            @Nullable OffsetDateTime oldSecretUntil) {}

    private static final String INSERT = """
            insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids, may)
            values (:clientId, :hash, :tenantId, :userId, :username, cast(:entityIds as uuid[]), cast(:orgIds as text[]), cast(:may as text[]))
            """;

    private static final String LIST = """
            select c.client_id, c.tenant_id, c.username, c.user_id, cast(c.entity_ids as text[]) as entity_ids,
                   case when t.multi_org then coalesce(c.org_ids, '{}') end as org_ids, c.may, c.created_on,
                   case when c.previous_until > clock_timestamp() then c.previous_until end as old_secret_until
            from api_client c join tenant t using (tenant_id)
            where cast(:tenantId as bigint) is null or c.tenant_id = :tenantId
            order by c.tenant_id, c.created_on, c.client_id
            """;

    private static final String ROTATE = """
            update api_client
            set secret_hash = :hash,
                previous_hash = case when :keepSeconds > 0 then secret_hash end,
                previous_until = case when :keepSeconds > 0
                    then clock_timestamp() + make_interval(secs => :keepSeconds) end
            where client_id = :clientId
            """;

    private final JdbcClient database;
    private final ClientSecrets secrets;

    ClientRegister(JdbcClient database, ClientSecrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /**
     * Adds a client.
     *
     * @return its secret, which is kept nowhere
     * @throws CommandRefusedException when something that it names does not exist, or is there already
     */
    String add(NewClient client) {
        if (DemoClients.isReserved(client.clientId().toString())) {
            throw new CommandRefusedException(client.clientId() + " is reserved for the demo.");
        }
        requireDistinct("--entity", client.entityIds());
        requireDistinct("--org", client.orgIds());
        boolean multiOrg = isMultiOrg(client.tenantId());
        List<UUID> entityIds = entities(client);
        requireOrgs(client, multiOrg);
        String secret = secrets.generate();
        try {
            database.sql(INSERT)
                    .param("clientId", client.clientId().toString())
                    .param("hash", secrets.hash(secret))
                    .param("tenantId", client.tenantId())
                    .param("userId", client.userId())
                    .param("username", client.username())
                    .param("entityIds", TextArray.literal(texts(entityIds)))
                    .param("orgIds", multiOrg ? TextArray.literal(client.orgIds()) : null)
                    .param("may", client.may().isEmpty() ? null : TextArray.literal(texts(List.copyOf(client.may()))))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new CommandRefusedException("There is a client " + client.clientId() + " already.");
        }
        return secret;
    }

    List<Listed> list(@Nullable Long tenantId) {
        return database.sql(LIST)
                .param("tenantId", tenantId)
                .query((row, number) -> listed(row))
                .list();
    }

    /**
     * Gives a client a new secret. Of its secrets before, only the last one may be kept.
     *
     * @param keepOld how long the last one stays good; zero ends it at once
     * @return the new secret, which is kept nowhere
     * @throws CommandRefusedException when there is no such client
     */
    String rotate(String clientId, Duration keepOld) {
        String secret = secrets.generate();
        int rotated = database.sql(ROTATE)
                .param("clientId", clientId)
                .param("hash", secrets.hash(secret))
                .param("keepSeconds", keepOld.toSeconds())
                .update();
        requireOne(rotated, clientId);
        return secret;
    }

    /**
     * Removes a client, and with it the tokens that it has.
     *
     * @throws CommandRefusedException when there is no such client
     */
    void remove(String clientId) {
        requireOne(
                database.sql("delete from api_client where client_id = :clientId")
                        .param("clientId", clientId)
                        .update(),
                clientId);
    }

    private boolean isMultiOrg(long tenantId) {
        return database.sql("select multi_org from tenant where tenant_id = :tenantId")
                .param("tenantId", tenantId)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> new CommandRefusedException("There is no tenant " + tenantId
                        + ". The first import of its charges makes it: see import --tenant --time-zone."));
    }

    private List<UUID> entities(NewClient client) {
        List<UUID> known = database.sql("select entity_id from entity where tenant_id = :tenantId order by entity_id")
                .param("tenantId", client.tenantId())
                .query(UUID.class)
                .list();
        if (client.entityIds().isEmpty() && known.size() != 1) {
            throw new CommandRefusedException("--entity is needed: tenant " + client.tenantId() + " has "
                    + (known.isEmpty() ? "no entity yet." : known.size() + " entities: " + joined(known) + "."));
        }
        List<UUID> unknown = without(client.entityIds(), known);
        if (!unknown.isEmpty()) {
            throw new CommandRefusedException("Tenant " + client.tenantId() + " has no entity " + joined(unknown)
                    + ". The first import of its charges makes it: see import --entity.");
        }
        return client.entityIds().isEmpty() ? known : client.entityIds();
    }

    /** No org is not all orgs: a client that gets none by mistake would do nothing, and say that all is well. */
    private void requireOrgs(NewClient client, boolean multiOrg) {
        if (!multiOrg) {
            if (!client.orgIds().isEmpty()) {
                throw new CommandRefusedException(
                        "--org must not be set: tenant " + client.tenantId() + " does not use Multi-Org.");
            }
            return;
        }
        List<String> known = database.sql("select org_id from org where tenant_id = :tenantId order by org_id")
                .param("tenantId", client.tenantId())
                .query(String.class)
                .list();
        if (client.orgIds().isEmpty()) {
            throw new CommandRefusedException("--org is needed: tenant " + client.tenantId()
                    + " uses Multi-Org, and a client gets only the orgs that are named: " + joined(known) + ".");
        }
        List<String> unknown = without(client.orgIds(), known);
        if (!unknown.isEmpty()) {
            throw new CommandRefusedException("Tenant " + client.tenantId() + " has no org " + joined(unknown)
                    + ". The first import of its charges makes it: see import --org.");
        }
    }

    private static void requireDistinct(String option, List<?> values) {
        if (new HashSet<>(values).size() < values.size()) {
            throw new CommandRefusedException(option + " names the same one twice.");
        }
    }

    private static void requireOne(int changed, String clientId) {
        if (changed == 0) {
            throw new CommandRefusedException("There is no client " + clientId + ".");
        }
    }

    private static <T> List<T> without(List<T> wanted, List<T> known) {
        List<T> unknown = new ArrayList<>(wanted);
        unknown.removeAll(known);
        return unknown;
    }

    private static String joined(List<?> values) {
        return String.join(", ", texts(values));
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getString("client_id"),
                row.getLong("tenant_id"),
                row.getString("username"),
                row.getString("user_id"),
                List.of((String[]) row.getArray("entity_ids").getArray()),
                row.getArray("org_ids") == null
                        ? null
                        : List.of((String[]) row.getArray("org_ids").getArray()),
                row.getArray("may") == null
                        ? null
                        : List.of((String[]) row.getArray("may").getArray()),
                row.getObject("created_on", OffsetDateTime.class),
                row.getObject("old_secret_until", OffsetDateTime.class));
    }
}
