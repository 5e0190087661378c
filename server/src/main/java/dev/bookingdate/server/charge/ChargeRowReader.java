package dev.bookingdate.server.charge;

import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a CSV record into a charge, or says why it is none. Columns that are not loaded are not looked at. */
final class ChargeRowReader {

    /**
     * Who a charge is.
     *
     * @param originalId null where the charge is its own original
     */
    record Identity(
            long tenant, UUID entity, String id, @Nullable String originalId) {}

    static final int LONGEST_ID = 64;
    private static final Pattern UUID_TEXT = Pattern.compile(
            "([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})");
    private static final Pattern WHOLE = Pattern.compile("^([0-9]+)\\.0*$");

    private final CsvRecords records;
    private final ChargeHeader header;
    private final int neededFields;
    private final ImportOptions options;
    private final CellText cells;
    private final ExportTimes times;

    /** Most files have one entity: its text is parsed once. */
    private String lastEntityText = "";

    private @Nullable UUID lastEntity;

    ChargeRowReader(ChargeFile file, ImportOptions options) {
        this.records = file.records();
        this.header = file.header();
        this.neededFields = header.lastPosition() + 1;
        this.options = options;
        this.cells = new CellText(options.nullWords());
        this.times = new ExportTimes(options.times());
    }

    /** How many timestamps were dates only. */
    long bareDates() {
        return times.bareDates();
    }

    /** Who a row is and whose original it has, without reading what else it says. */
    Identity identity() throws RowRejectedException {
        if (records.defect() != null) {
            throw new RowRejectedException(records.defect());
        }
        requireFields();
        String id = required(ChargeColumn.ID, id(ChargeColumn.ID));
        return new Identity(tenant(), entity(), id, id(ChargeColumn.ORIGINAL_ID));
    }

    /** Reads the current record. Whoever loads it admits it to the tenants. */
    ChargeRow row(Tenants tenants) throws RowRejectedException {
        Identity identity = identity();
        String org = org();
        Tenant tenant = tenants.of(identity.tenant(), org);
        return new ChargeRow(
                tenant,
                identity.entity(),
                org,
                identity.id(),
                identity.originalId() == null ? identity.id() : identity.originalId(),
                createdOn(tenant),
                number(ChargeColumn.SEGMENT),
                number(ChargeColumn.VERSION),
                bookingDate(),
                text(ChargeColumn.CHARGE_NUMBER),
                text(ChargeColumn.ACCOUNT_ID));
    }

    /**
     * Fields may be missing at the end where nothing is read from them, as spreadsheets leave them out; a date must not be
     * read from half a row. More of them may be there when they are blank.
     */
    private void requireFields() throws RowRejectedException {
        int fields = records.fieldCount();
        while (fields > header.fieldCount() && records.isBlank(fields - 1)) {
            fields--;
        }
        if (fields < neededFields || fields > header.fieldCount()) {
            throw new RowRejectedException(
                    "the row has " + fields + " fields, the header has " + header.fieldCount(),
                    "--delimiter=CHAR sets the delimiter.");
        }
    }

    private static String required(ChargeColumn column, @Nullable String value) throws RowRejectedException {
        if (value == null) {
            throw new RowRejectedException(column.usualName() + " is blank");
        }
        return value;
    }

    private long tenant() throws RowRejectedException {
        String text = text(ChargeColumn.TENANT);
        Long option = options.tenant();
        if (text == null && option != null) {
            return option;
        }
        String given = required(ChargeColumn.TENANT, text);
        long tenant;
        try {
            tenant = Long.parseLong(whole(given));
        } catch (NumberFormatException e) {
            tenant = 0;
        }
        if (tenant <= 0) {
            throw new RowRejectedException(
                    ChargeColumn.TENANT.usualName() + " is no positive number: " + Quoted.of(given));
        }
        if (option != null && option != tenant) {
            throw new RowRejectedException(
                    ChargeColumn.TENANT.usualName() + " is " + tenant + ", --tenant is " + option);
        }
        return tenant;
    }

    private UUID entity() throws RowRejectedException {
        String text = text(ChargeColumn.ENTITY);
        UUID option = options.entity();
        if (text == null && option != null) {
            return option;
        }
        String given = required(ChargeColumn.ENTITY, text);
        if (lastEntity == null || !given.equals(lastEntityText)) {
            lastEntity = uuid(given)
                    .orElseThrow(() -> new RowRejectedException(
                            ChargeColumn.ENTITY.usualName() + " is no UUID: " + Quoted.of(given)));
            lastEntityText = given;
        }
        if (option != null && !option.equals(lastEntity)) {
            throw new RowRejectedException(
                    ChargeColumn.ENTITY.usualName() + " is " + lastEntity + ", --entity is " + option);
        }
        return lastEntity;
    }

    /** Reads a UUID, with hyphens or without. */
    static Optional<UUID> uuid(String text) {
        var matcher = UUID_TEXT.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(UUID.fromString(matcher.replaceFirst("$1-$2-$3-$4-$5")))
                : Optional.empty();
    }

    private @Nullable String org() throws RowRejectedException {
        String org = id(ChargeColumn.ORG);
        String option = options.org();
        if (org != null && option != null && !option.equals(org)) {
            throw new RowRejectedException(
                    ChargeColumn.ORG.usualName() + " is " + Quoted.of(org) + ", --org is " + Quoted.of(option));
        }
        return org == null ? option : org;
    }

    private Instant createdOn(Tenant tenant) throws RowRejectedException {
        String text = required(ChargeColumn.CREATED_ON, text(ChargeColumn.CREATED_ON));
        try {
            return times.timestamp(text, tenant.timeZone());
        } catch (RowRejectedException e) {
            throw e.of(ChargeColumn.CREATED_ON);
        }
    }

    private @Nullable LocalDate bookingDate() throws RowRejectedException {
        String text = text(ChargeColumn.BOOKING_DATE);
        try {
            return text == null ? null : times.dateOf(text);
        } catch (RowRejectedException e) {
            throw e.of(ChargeColumn.BOOKING_DATE);
        }
    }

    private int number(ChargeColumn column) throws RowRejectedException {
        String text = text(column);
        if (text == null) {
            return 1;
        }
        int number;
        try {
            number = Integer.parseInt(whole(text));
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < 0) {
            throw new RowRejectedException(column.usualName() + " is no whole number: " + Quoted.of(text));
        }
        return number;
    }

    /** Programs that know no whole numbers write 1.0. */
    private static String whole(String number) {
        return WHOLE.matcher(number).replaceFirst("$1");
    }

    private @Nullable String id(ChargeColumn column) throws RowRejectedException {
        String id = text(column);
        if (id == null) {
            return null;
        }
        if (id.length() > LONGEST_ID && id.codePointCount(0, id.length()) > LONGEST_ID) {
            throw new RowRejectedException(
                    column.usualName() + " has more than " + LONGEST_ID + " characters: " + Quoted.of(id));
        }
        String invisible = CellText.firstInvisible(id);
        if (invisible != null) {
            throw new RowRejectedException(column.usualName() + " has white space or an invisible character inside ("
                    + invisible + "): " + Quoted.of(id));
        }
        return id;
    }

    /** What a column says; null when it is blank or the file does not have the column. */
    private @Nullable String text(ChargeColumn column) throws RowRejectedException {
        int field = header.position(column);
        if (field < 0 || field >= records.fieldCount() || records.isEmpty(field)) {
            return null;
        }
        String text;
        try {
            text = records.text(field);
        } catch (CharacterCodingException e) {
            throw new RowRejectedException(column.usualName() + " is not UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            throw new RowRejectedException(column.usualName() + " has a NUL character");
        }
        return cells.value(text);
    }
}
