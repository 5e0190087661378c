package dev.bookingdate.server.tenant;

import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.database.SqlFile;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tenants in the database. */
final class TenantRegister {

    /** A tenant with how much it has. */
    record Tenant(
            long tenantId,
            String name,
            String timeZone,
            boolean multiOrg,
            long entities,
            long orgs,
            long clients,
            long jobs,
            @Nullable UUID activeJob) {}

    private static final SqlFile TENANTS = SqlFile.of(TenantRegister.class, "tenants.sql");
    private static final SqlFile MOVED = SqlFile.of(TenantRegister.class, "dates-that-move.sql");
    private static final SqlFile GIVE_ORG = SqlFile.of(TenantRegister.class, "give-org.sql");
    private static final SqlFile REMOVE = SqlFile.of(TenantRegister.class, "remove.sql");

    private static final SqlFile REMOVE_KEYS = SqlFile.of(TenantRegister.class, "remove-keys.sql");

    /** What refers to another table comes before it. */
    private static final List<String> SMALL_TABLES = List.of(
            "backfill_missing_original",
            "backfill_preview",
            "backfill_preview_change",
            "backfill_granule",
            "backfill_progress",
            "backfill_job",
            "webhook_delivery",
            "webhook",
            "idempotent_answer",
            "call_window",
            "job_scope",
            "org",
            "entity",
            "tenant");

    /** Rows of a statement: each is a transaction that is over in a fraction of a second. */
    private static final int PIECE_ROWS = 10_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    TenantRegister(DataSource database) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    List<Tenant> all() {
        return jdbc.sql(TENANTS.text())
                .param("tenantId", null)
                .query(Tenant.class)
                .list();
    }

    /** @throws CommandRefusedException when there is no such tenant */
    Tenant get(long tenantId) {
        return jdbc.sql(TENANTS.text())
                .param("tenantId", tenantId)
                .query(Tenant.class)
                .optional()
                .orElseThrow(() -> new CommandRefusedException("There is no tenant " + tenantId + "."));
    }

    /**
     * How many charges a backfill would date otherwise in another time zone. Looks at each charge.
     *
     * @throws CommandRefusedException when PostgreSQL does not know the time zone
     */
    long wouldMove(Tenant tenant, String timeZone) {
        boolean known = jdbc.sql("select exists (select from pg_timezone_names where name = :zone)")
                .param("zone", timeZone)
                .query(Boolean.class)
                .single();
        if (!known) {
            throw new CommandRefusedException("PostgreSQL does not know the time zone " + timeZone + ".");
        }
        return jdbc.sql(MOVED.text())
                .param("tenantId", tenant.tenantId())
                .param("from", tenant.timeZone())
                .param("to", timeZone)
                .query(Long.class)
                .single();
    }

    /**
     * Gives a tenant another time zone.
     *
     * @throws CommandRefusedException when a job of it is active
     */
    void moveTo(long tenantId, String timeZone) {
        whileNoJobRuns(
                tenantId,
                () -> jdbc.sql("update tenant set time_zone = :zone where tenant_id = :tenantId")
                        .param("zone", timeZone)
                        .param("tenantId", tenantId)
                        .update());
    }

    /**
     * Gives a tenant Multi-Org: each charge has an org then.
     *
     * @param org for the charges that have none; null when there must be none
     * @param progress is told how many charges got it
     * @throws CommandRefusedException when a job is active, or charges have no org
     */
    void takeOrgs(long tenantId, @Nullable String org, LongConsumer progress) {
        whileNoJobRuns(tenantId, () -> {});
        if (org != null) {
            Piece piece = new Piece(null, 0L, 0);
            while (piece.lastKey() != null) {
                piece = giveOrg(tenantId, org, piece);
                progress.accept(piece.records());
            }
        }
        whileNoJobRuns(tenantId, () -> {
            long without = jdbc.sql(
                            "select count(*) from rate_plan_charge where tenant_id = :tenantId and org_id is null")
                    .param("tenantId", tenantId)
                    .query(Long.class)
                    .single();
            if (without > 0) {
                throw new CommandRefusedException(without + " charges of tenant " + tenantId
                        + " have no org; --org=ID gives them one. Nothing else is changed.");
            }
            jdbc.sql("""
                            insert into org (tenant_id, org_id, name)
                            select distinct cast(:tenantId as bigint), org_id, org_id
                            from rate_plan_charge where tenant_id = :tenantId
                            on conflict do nothing
                            """).param("tenantId", tenantId).update();
            setMultiOrg(tenantId, true);
        });
    }

    /**
     * Takes Multi-Org from a tenant: its jobs touch all of its charges from now on. The charges keep their orgs.
     *
     * @throws CommandRefusedException when a job is active
     */
    void forgetOrgs(long tenantId) {
        whileNoJobRuns(tenantId, () -> setMultiOrg(tenantId, false));
    }

    /**
     * Removes a tenant with all it has, in pieces. Its clients go first: nobody can create a job meanwhile. After a kill it is
     * gone on with by the same call.
     *
     * @param progress is told how many rows went
     * @throws CommandRefusedException when a job is active
     */
    void remove(long tenantId, LongConsumer progress) {
        whileNoJobRuns(
                tenantId,
                () -> jdbc.sql("delete from api_client where tenant_id = :tenantId")
                        .param("tenantId", tenantId)
                        .update());
        removeKeys("backfill_audit", "job_id", "first_key", tenantId, progress);
        removeKeys("backfill_failure", "job_id", "charge_key", tenantId, progress);
        removeKeys("rate_plan_charge", "entity_id", "charge_key", tenantId, progress);
        for (String table : SMALL_TABLES) {
            String piece = REMOVE.text().replace(":table", table);
            int rows;
            do {
                rows = jdbc.sql(piece)
                        .param("tenantId", tenantId)
                        .param("rows", PIECE_ROWS)
                        .update();
                progress.accept(rows);
            } while (rows > 0);
        }
    }

    private void removeKeys(String table, String part, String key, long tenantId, LongConsumer progress) {
        String sql = REMOVE_KEYS
                .text()
                .replace(":table", table)
                .replace(":part", part)
                .replace(":key", key);
        Piece piece = new Piece(null, 0L, 0);
        while (piece.lastKey() != null) {
            piece = jdbc.sql(sql)
                    .param("tenantId", tenantId)
                    .param("after", piece.part())
                    .param("afterKey", piece.lastKey())
                    .param("rows", PIECE_ROWS)
                    .query(Piece.class)
                    .single();
            progress.accept(piece.records());
        }
    }

    private Piece giveOrg(long tenantId, String org, Piece before) {
        return jdbc.sql(GIVE_ORG.text())
                .param("tenantId", tenantId)
                .param("org", org)
                .param("entityId", before.part())
                .param("after", before.lastKey())
                .param("rows", PIECE_ROWS)
                .query(Piece.class)
                .single();
    }

    private void setMultiOrg(long tenantId, boolean multiOrg) {
        jdbc.sql("update tenant set multi_org = :multiOrg where tenant_id = :tenantId")
                .param("multiOrg", multiOrg)
                .param("tenantId", tenantId)
                .update();
    }

    /** A job that is created meanwhile waits for the tenant's row. */
    private void whileNoJobRuns(long tenantId, Runnable change) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select from tenant where tenant_id = :tenantId for update")
                    .param("tenantId", tenantId)
                    .query((row, number) -> tenantId)
                    .list();
            UUID active = get(tenantId).activeJob();
            if (active != null) {
                throw new CommandRefusedException("Job " + active.toString().replace("-", "") + " of tenant " + tenantId
                        + " is active: wait until it is at rest, or stop it.");
            }
            change.run();
        });
    }

    /** Rows up to and with a key of an entity, or of a job. */
    private record Piece(@Nullable UUID part, @Nullable Long lastKey, long records) {}
}
