package dev.bookingdate.server.export;

import dev.bookingdate.server.charge.ChargeColumn;
import dev.bookingdate.server.charge.ChargeNames;
import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.database.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What the options mean in the data as they stand.
 *
 * @param parts the entities, or the jobs, one after the other
 * @param since a condition for the charges of a piece: that a job of late has changed them
 * @param restriction a condition for the rows of every part
 * @param expected how many rows jobs say that there are; empty where nobody says it
 * @param gone how many jobs are left out, since what they changed is not kept any more
 */
record Selection(
        List<ExportColumn> columns,
        List<UUID> parts,
        String since,
        String restriction,
        OptionalLong expected,
        long gone) {

    private static final SqlFile CHANGED_BY = SqlFile.of(Selection.class, "changed-by.sql");

    private static final List<String> AUDIT_COLUMNS =
            List.of("JobId", "JobCreatedBy", "JobEndedOn", "EntityId", "Id", "BookingDateBefore", "BookingDate");
    private static final List<String> FAILURE_COLUMNS = List.of("JobId", "EntityId", "Id", "Reason", "FailedOn");
    private static final List<ChargeColumn> USUAL_COLUMNS = List.of(
            ChargeColumn.ID,
            ChargeColumn.ORIGINAL_ID,
            ChargeColumn.CHARGE_NUMBER,
            ChargeColumn.SEGMENT,
            ChargeColumn.VERSION,
            ChargeColumn.CREATED_ON,
            ChargeColumn.BOOKING_DATE,
            ChargeColumn.ACCOUNT_ID);

    private static final String WORKED_SINCE =
            "j.tenant_id = ? and (j.ended_on is null or j.ended_on >= coalesce(cast(? as timestamptz), '-infinity'))";

    /**
     * Looks what there is.
     *
     * @throws CommandRefusedException when the options name something that is not there
     */
    static Selection read(Connection connection, ExportOptions options) throws SQLException {
        boolean multiOrg = multiOrg(connection, options);
        requirePlaces(connection, options, multiOrg);
        List<ExportColumn> columns = columns(connection, options, multiOrg);
        if (options.content() == Content.CHARGES) {
            List<UUID> entities = query(
                    connection,
                    "select entity_id from entity where tenant_id = ? and entity_id = coalesce(?, entity_id)"
                            + " order by entity_id",
                    options.tenant(),
                    options.entity());
            return new Selection(
                    columns,
                    entities,
                    since(connection, options),
                    restriction(connection, options),
                    OptionalLong.empty(),
                    0);
        }
        List<UUID> jobs = jobs(connection, options, "j.audit_expired_on is null");
        int gone = jobs(connection, options, "j.audit_expired_on is not null").size();
        if (options.job() != null && gone > 0) {
            throw new CommandRefusedException("What job " + options.job() + " changed is not kept any more.");
        }
        return new Selection(
                columns, jobs, "true", restriction(connection, options), expected(connection, options, jobs), gone);
    }

    private static boolean multiOrg(Connection connection, ExportOptions options) throws SQLException {
        try (PreparedStatement statement =
                        prepared(connection, "select multi_org from tenant where tenant_id = ?", options.tenant());
                ResultSet tenant = statement.executeQuery()) {
            if (!tenant.next()) {
                throw new CommandRefusedException("There is no tenant " + options.tenant() + ".");
            }
            return tenant.getBoolean(1);
        }
    }

    private static void requirePlaces(Connection connection, ExportOptions options, boolean multiOrg)
            throws SQLException {
        if (options.entity() != null
                && count(connection, "entity where tenant_id = ? and entity_id = ?", options.tenant(), options.entity())
                        == 0) {
            throw new CommandRefusedException(
                    "Tenant " + options.tenant() + " has no entity " + options.entity() + ".");
        }
        if (!options.orgs().isEmpty() && !multiOrg) {
            throw new CommandRefusedException("Tenant " + options.tenant() + " has no Multi-Org; leave out --org.");
        }
        for (String org : options.orgs()) {
            if (count(connection, "org where tenant_id = ? and org_id = ?", options.tenant(), org) == 0) {
                throw new CommandRefusedException("Tenant " + options.tenant() + " has no org '" + org + "'.");
            }
        }
        if (options.job() != null
                && count(
                                connection,
                                "backfill_job where tenant_id = ? and job_id = ?",
                                options.tenant(),
                                options.job().value())
                        == 0) {
            throw new CommandRefusedException("Tenant " + options.tenant() + " has no job " + options.job() + ".");
        }
    }

    private static List<UUID> jobs(Connection connection, ExportOptions options, String kept) throws SQLException {
        return query(
                connection,
                "select j.job_id from backfill_job j where " + WORKED_SINCE
                        + " and j.entity_id = coalesce(?, j.entity_id)" + " and j.job_id = coalesce(?, j.job_id) and "
                        + kept + " order by j.job_id",
                options.tenant(),
                options.since(),
                options.entity(),
                options.job() == null ? null : options.job().value());
    }

    /** With orgs, nobody has counted. */
    private static OptionalLong expected(Connection connection, ExportOptions options, List<UUID> jobs)
            throws SQLException {
        if (!options.orgs().isEmpty()) {
            return OptionalLong.empty();
        }
        String counted = options.content() == Content.CHANGES ? "records_updated" : "records_failed";
        try (PreparedStatement statement = prepared(
                        connection,
                        "select coalesce(sum(" + counted + "), 0) from backfill_progress"
                                + " where tenant_id = ? and job_id = any (?)",
                        options.tenant(),
                        connection.createArrayOf("uuid", jobs.toArray()));
                ResultSet sum = statement.executeQuery()) {
            sum.next();
            return OptionalLong.of(sum.getLong(1));
        }
    }

    private static String restriction(Connection connection, ExportOptions options) throws SQLException {
        List<String> conditions = new ArrayList<>(List.of("true"));
        PGConnection literals = connection.unwrap(PGConnection.class);
        if (!options.orgs().isEmpty()) {
            List<String> orgs = new ArrayList<>();
            for (String org : options.orgs()) {
                orgs.add("'" + literals.escapeLiteral(org) + "'");
            }
            conditions.add("c.org_id = any (array[" + String.join(", ", orgs) + "])");
        }
        return String.join(" and ", conditions);
    }

    private static String since(Connection connection, ExportOptions options) throws SQLException {
        if (options.since() == null) {
            return "true";
        }
        String jobs = jobs(connection, options, "true").stream()
                .map(job -> "'" + job + "'")
                .collect(Collectors.joining(", "));
        return CHANGED_BY.text().replace(":jobs", jobs);
    }

    private static List<ExportColumn> columns(Connection connection, ExportOptions options, boolean multiOrg)
            throws SQLException {
        List<ExportColumn> columns = new ArrayList<>();
        for (String name : options.columns().isEmpty() ? usual(connection, options, multiOrg) : options.columns()) {
            columns.add(options.content().column(name).orElseThrow(() -> unknown(name, options.content())));
        }
        return columns;
    }

    private static CommandRefusedException unknown(String name, Content content) {
        return new CommandRefusedException("There is no column '" + name + "'. There are "
                + Stream.concat(
                                Stream.of(ChargeColumn.values()).map(ChargeColumn::usualName),
                                content.otherColumns().stream())
                        .collect(Collectors.joining(", "))
                + "; any style that an import reads will do.");
    }

    private static List<String> usual(Connection connection, ExportOptions options, boolean multiOrg)
            throws SQLException {
        if (options.content() == Content.FAILURES) {
            return FAILURE_COLUMNS;
        }
        if (options.audit()) {
            return AUDIT_COLUMNS;
        }
        List<String> names = new ArrayList<>(ChargeNames.of(connection, options.tenant()));
        if (names.isEmpty()) {
            USUAL_COLUMNS.forEach(column -> names.add(column.usualName()));
        }
        Set<ChargeColumn> there = EnumSet.noneOf(ChargeColumn.class);
        names.forEach(name -> ChargeColumn.named(name).ifPresent(there::add));
        addUnlessThere(names, there, ChargeColumn.BOOKING_DATE, true);
        addUnlessThere(names, there, ChargeColumn.ORG, multiOrg);
        addUnlessThere(
                names,
                there,
                ChargeColumn.ENTITY,
                options.entity() == null && count(connection, "entity where tenant_id = ?", options.tenant()) > 1);
        if (options.content() == Content.CHANGES) {
            names.add("BookingDateBefore");
        }
        return names;
    }

    private static void addUnlessThere(
            List<String> names, Set<ChargeColumn> there, ChargeColumn column, boolean needed) {
        if (needed && !there.contains(column)) {
            names.add(column.usualName());
        }
    }

    private static long count(Connection connection, String from, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, "select count(*) from " + from, values);
                ResultSet count = statement.executeQuery()) {
            count.next();
            return count.getLong(1);
        }
    }

    private static List<UUID> query(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
