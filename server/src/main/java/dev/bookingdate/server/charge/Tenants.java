package dev.bookingdate.server.charge;

import dev.bookingdate.server.command.CommandRefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of an import, with their entities and orgs: those in the database, and those that its rows make
 * necessary. A new tenant's first charge decides whether it has Multi-Org, so that running an import again after it was
 * killed decides the same.
 */
final class Tenants {

    /** Rows for the tables tenant, entity and org that the charges of one batch need. */
    record Missing(List<Tenant> tenants, List<EntityKey> entities, List<OrgKey> orgs) {

        /**
         * Creates them, in the transaction of the batch: no tenant without the charges that asked for it.
         *
         * @throws CommandRefusedException when another import has created a tenant meanwhile, with another time zone, or
         *     of the other kind: whoever commits first decides for all
         */
        void create(Connection connection) throws SQLException {
            for (Tenant tenant : tenants) {
                update(
                        connection,
                        "insert into tenant (tenant_id, name, time_zone, multi_org) values (?, ?, ?, ?)",
                        tenant.id(),
                        "Tenant " + tenant.id(),
                        tenant.timeZone().getId(),
                        tenant.multiOrg());
                agree(connection, tenant);
            }
            for (EntityKey key : entities) {
                update(
                        connection,
                        "insert into entity (tenant_id, entity_id, name) values (?, ?, ?)",
                        key.tenant,
                        key.entity,
                        "Entity " + key.entity);
            }
            for (OrgKey key : orgs) {
                update(
                        connection,
                        "insert into org (tenant_id, org_id, name) values (?, ?, ?)",
                        key.tenant,
                        key.org,
                        key.org);
            }
        }

        /** A statement of its own: it sees what the one that inserts has waited for. */
        private static void agree(Connection connection, Tenant wanted) throws SQLException {
            Stored there = stored(connection).get(wanted.id());
            if (!new Stored(wanted.timeZone().getId(), wanted.multiOrg()).equals(there)) {
                throw new CommandRefusedException("Another import has created tenant " + wanted.id() + " meanwhile, "
                        + there + "; this one would have created it "
                        + new Stored(wanted.timeZone().getId(), wanted.multiOrg())
                        + ". Run this import again: rows that don't fit are rejected then.");
            }
        }

        private static void update(Connection connection, String insert, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(insert + " on conflict do nothing")) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.executeUpdate();
            }
        }
    }

    record EntityKey(long tenant, UUID entity) {}

    record OrgKey(long tenant, String org) {}

    private record Stored(String timeZone, boolean multiOrg) {

        @Override
        public String toString() {
            return (multiOrg ? "with" : "without") + " Multi-Org, in " + timeZone;
        }
    }

    private final Map<Long, Stored> stored;
    private final @Nullable ZoneId timeZoneOption;
    private final Map<Long, Tenant> known = new HashMap<>();
    private final Set<EntityKey> knownEntities = new HashSet<>();
    private final Set<OrgKey> knownOrgs = new HashSet<>();
    private Missing missing = noneMissing();

    private Tenants(Map<Long, Stored> stored, @Nullable ZoneId timeZoneOption) {
        this.stored = stored;
        this.timeZoneOption = timeZoneOption;
    }

    /**
     * Reads the tenants of the database.
     *
     * @throws CommandRefusedException when the options name a tenant and don't fit it, or a time zone that PostgreSQL
     *     does not know
     */
    static Tenants read(DataSource database, ImportOptions options) throws SQLException {
        Map<Long, Stored> stored;
        try (Connection connection = database.getConnection()) {
            if (options.timeZone() != null) {
                checkTimeZone(connection, options.timeZone());
            }
            stored = stored(connection);
        }
        Tenants tenants = new Tenants(stored, options.timeZone());
        Long tenant = options.tenant();
        if (tenant != null) {
            try {
                // An org may still come from a column; only what is sure from the options is refused here.
                Tenant found = tenants.find(tenant, options.org());
                if (options.org() != null) {
                    checkOrg(found, options.org());
                }
            } catch (RowRejectedException e) {
                throw new CommandRefusedException(e.reason());
            }
        }
        return tenants;
    }

    /** The tenant of a row with this org. */
    Tenant of(long id, @Nullable String org) throws RowRejectedException {
        Tenant tenant = find(id, org);
        checkOrg(tenant, org);
        return tenant;
    }

    /** Notes what a row that will be loaded needs. */
    void admit(ChargeRow row) {
        if (!known.containsKey(row.tenant())) {
            Tenant tenant = row.owner();
            known.put(tenant.id(), tenant);
            if (!stored.containsKey(tenant.id())) {
                missing.tenants().add(tenant);
            }
        }
        EntityKey entity = new EntityKey(row.tenant(), row.entity());
        if (knownEntities.add(entity)) {
            missing.entities().add(entity);
        }
        String org = row.org();
        if (org != null) {
            OrgKey key = new OrgKey(row.tenant(), org);
            if (knownOrgs.add(key)) {
                missing.orgs().add(key);
            }
        }
    }

    /** Hands over what the rows admitted since the last call need. */
    Missing takeMissing() {
        Missing taken = missing;
        missing = noneMissing();
        return taken;
    }

    /**
     * Keeps how the file names the columns, for exports of the tenants whose charges it had. The names of columns that it does
     * not have stay, behind its own.
     */
    void keepHeader(DataSource database, List<String> columnNames) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (long tenant : known.keySet()) {
                Map<ChargeColumn, String> names = new LinkedHashMap<>();
                columnNames.forEach(name -> ChargeColumn.named(name).ifPresent(column -> names.put(column, name)));
                ChargeNames.of(connection, tenant)
                        .forEach(name -> ChargeColumn.named(name).ifPresent(column -> names.putIfAbsent(column, name)));
                ChargeNames.keep(connection, tenant, List.copyOf(names.values()));
            }
        }
    }

    private static Map<Long, Stored> stored(Connection connection) throws SQLException {
        Map<Long, Stored> stored = new HashMap<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("select tenant_id, time_zone, multi_org from tenant");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                stored.put(rows.getLong(1), new Stored(rows.getString(2), rows.getBoolean(3)));
            }
        }
        return stored;
    }

    /** A backfill computes dates in SQL: a zone that only Java knows would fail there, long after the import. */
    private static void checkTimeZone(Connection connection, ZoneId timeZone) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select exists (select from pg_timezone_names where name = ?)")) {
            statement.setString(1, timeZone.getId());
            try (ResultSet known = statement.executeQuery()) {
                known.next();
                if (!known.getBoolean(1)) {
                    throw new CommandRefusedException(
                            "PostgreSQL does not know the time zone " + timeZone.getId() + " of --time-zone");
                }
            }
        }
    }

    private Tenant find(long id, @Nullable String org) throws RowRejectedException {
        Tenant tenant = known.get(id);
        if (tenant != null) {
            return tenant;
        }
        Stored row = stored.get(id);
        if (row == null) {
            if (timeZoneOption == null) {
                throw new RowRejectedException("tenant " + id + " does not exist; --time-zone is needed to create it");
            }
            return new Tenant(id, timeZoneOption, org != null);
        }
        if (timeZoneOption != null && !timeZoneOption.getId().equals(row.timeZone())) {
            throw new RowRejectedException(
                    "tenant " + id + " is in " + row.timeZone() + ", --time-zone is " + timeZoneOption.getId());
        }
        try {
            return new Tenant(id, ZoneId.of(row.timeZone()), row.multiOrg());
        } catch (DateTimeException e) {
            throw new RowRejectedException("tenant " + id + " has the unknown time zone " + row.timeZone());
        }
    }

    private static void checkOrg(Tenant tenant, @Nullable String org) throws RowRejectedException {
        if (tenant.multiOrg() && org == null) {
            throw new RowRejectedException("tenant " + tenant.id() + " has Multi-Org, and the row has no org");
        }
        if (!tenant.multiOrg() && org != null) {
            throw new RowRejectedException(
                    "tenant " + tenant.id() + " has no Multi-Org, and the row has the org " + Quoted.of(org));
        }
    }

    private static Missing noneMissing() {
        return new Missing(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
