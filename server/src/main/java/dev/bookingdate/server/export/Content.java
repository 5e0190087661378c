package dev.bookingdate.server.export;

import dev.bookingdate.server.charge.ChargeColumn;
import dev.bookingdate.server.database.SqlFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an export has a row for. */
enum Content {

    /** A charge, with its booking date as it stands. */
    CHARGES("charges.sql", "key.sql", "c", "rate_plan_charge", "entity_id", "c.booking_date", "c.charge_id"),

    /** A change that a job made, with the booking date that it wrote and the one that it found. */
    CHANGES("changes.sql", "change.sql", "a", "backfill_audit", "job_id", "a.written_date", "c.charge_id"),

    /** A charge that a job could not write. */
    FAILURES("failures.sql", "key.sql", "f", "backfill_failure", "job_id", "c.booking_date", "f.charge_id");

    private final String sql;
    private final String alias;
    private final String nextKey;
    private final String lastKey;
    private final String bookingDate;
    private final String chargeId;

    /** @param keys names two files, which begin with {@code next-} and {@code last-} */
    Content(String file, String keys, String alias, String table, String part, String bookingDate, String chargeId) {
        this.sql = SqlFile.of(Content.class, file).text();
        this.nextKey = of("next-" + keys, table, part);
        this.lastKey = of("last-" + keys, table, part);
        this.alias = alias;
        this.bookingDate = bookingDate;
        this.chargeId = chargeId;
    }

    private static String of(String file, String table, String part) {
        return SqlFile.of(Content.class, file).text().replace(":table", table).replace(":partColumn", part);
    }

    /** The statement of a piece, without its order. */
    String sql() {
        return sql;
    }

    /** The statement that finds the first key of a part behind another one: a piece begins there. */
    String nextKey() {
        return nextKey;
    }

    /** The statement that finds the last key of a part. */
    String lastKey() {
        return lastKey;
    }

    /** What tells the rows of a part apart. */
    String key() {
        return alias + ".charge_key";
    }

    /**
     * The condition that a row may have been written since a transaction of that number began. Ages count round in a circle, so
     * that a very old row may be taken for a new one, and never a new one for an old one.
     */
    String changedSince(long transaction) {
        String age = "age(cast('" + transaction % (1L << 32) + "' as xid))";
        return switch (this) {
            case CHARGES -> "age(c.xmin) <= " + age;
            case CHANGES -> "least(age(c.xmin), age(a.written_in)) <= " + age;
            case FAILURES -> "least(age(c.xmin), age(f.xmin)) <= " + age;
        };
    }

    /** The column of that name, in any style that an import reads, or one that only exports have. */
    Optional<ExportColumn> column(String header) {
        Optional<Value> value = ChargeColumn.named(header)
                .map(this::value)
                .or(() -> others().entrySet().stream()
                        .filter(other -> squeezed(other.getKey()).equals(squeezed(header)))
                        .map(Map.Entry::getValue)
                        .findFirst());
        return value.map(known -> new ExportColumn(header, known.expression, known.isText));
    }

    /** The columns that only exports have. */
    List<String> otherColumns() {
        return List.copyOf(others().keySet());
    }

    private Value value(ChargeColumn column) {
        return switch (column) {
            case ID -> text(chargeId);
            case ORIGINAL_ID -> text("c.original_id");
            case CREATED_ON -> timestamp("c.created_on");
            case SEGMENT -> plain("c.segment");
            case VERSION -> plain("c.version");
            case BOOKING_DATE -> plain(bookingDate);
            case CHARGE_NUMBER -> text("c.charge_number");
            case ACCOUNT_ID -> text("c.account_id");
            case TENANT -> plain("c.tenant_id");
            case ENTITY -> plain("c.entity_id");
            case ORG -> text("c.org_id");
        };
    }

    private Map<String, Value> others() {
        Map<String, Value> columns = this == CHARGES ? new LinkedHashMap<>() : jobColumns();
        if (this == CHANGES) {
            columns.put("BookingDateBefore", plain("a.previous_date"));
        } else if (this == FAILURES) {
            columns.put("Reason", text("f.reason"));
            columns.put("FailedOn", timestamp("f.failed_on"));
        }
        return columns;
    }

    private static Map<String, Value> jobColumns() {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("JobId", plain("replace(cast(j.job_id as text), '-', '')"));
        columns.put("JobCreatedBy", text("j.created_by"));
        columns.put("JobStartedOn", timestamp("j.started_on"));
        columns.put("JobEndedOn", timestamp("j.ended_on"));
        columns.put("Undoes", plain("replace(cast(j.undoes as text), '-', '')"));
        return columns;
    }

    private static Value text(String expression) {
        return new Value(expression, true);
    }

    private static Value plain(String expression) {
        return new Value(expression, false);
    }

    /** In UTC, as the session is: old local times have offsets with seconds, which an import can't read. */
    private static Value timestamp(String expression) {
        return plain("replace(cast(" + expression + " as text), ' ', 'T') || ':00'");
    }

    private static String squeezed(String name) {
        return name.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
    }

    private record Value(String expression, boolean isText) {}
}
