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

    static final int LONGEST_ID = 64;
    private static final Pattern UUID_TEXT = Pattern.compile(
            "([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})");

    private final CsvRecords records;
    private final ChargeHeader header;
    private final ImportOptions options;
    private final Tenants tenants;

    /** Most files have one entity: its text is parsed once. */
    private String lastEntityText = "";

    private @Nullable UUID lastEntity;

    ChargeRowReader(CsvRecords records, ChargeHeader header, ImportOptions options, Tenants tenants) {
        this.records = records;
        this.header = header;
        this.options = options;
        this.tenants = tenants;
    }

    /** Reads the current record. Whoever loads it admits it to the tenants. */
    ChargeRow row() throws RowRejectedException {
        if (records.defect() != null) {
            throw new RowRejectedException(records.defect());
        }
        if (records.fieldCount() != header.fieldCount()) {
            throw new RowRejectedException(
                    "the row has " + records.fieldCount() + " fields, the header has " + header.fieldCount());
        }
        String id = id(ChargeColumn.ID);
        if (id == null) {
            throw new RowRejectedException(ChargeColumn.ID.usualName() + " is blank");
        }
        String originalId = id(ChargeColumn.ORIGINAL_ID);
        UUID entity = entity();
        String org = org();
        Tenant tenant = tenants.of(tenant(), org);
        return new ChargeRow(
                tenant,
                entity,
                org,
                id,
                originalId == null ? id : originalId,
                createdOn(tenant),
                number(ChargeColumn.SEGMENT),
                number(ChargeColumn.VERSION),
                bookingDate(),
                text(ChargeColumn.CHARGE_NUMBER),
                text(ChargeColumn.ACCOUNT_ID));
    }

    private long tenant() throws RowRejectedException {
        String text = text(ChargeColumn.TENANT);
        Long option = options.tenant();
        if (text == null) {
            if (option == null) {
                throw new RowRejectedException(ChargeColumn.TENANT.usualName() + " is blank");
            }
            return option;
        }
        long tenant;
        try {
            tenant = Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            tenant = 0;
        }
        if (tenant <= 0) {
            throw new RowRejectedException(
                    ChargeColumn.TENANT.usualName() + " is no positive number: " + Quoted.of(text));
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
        if (text == null) {
            if (option == null) {
                throw new RowRejectedException(ChargeColumn.ENTITY.usualName() + " is blank");
            }
            return option;
        }
        if (lastEntity == null || !text.equals(lastEntityText)) {
            lastEntity = uuid(text)
                    .orElseThrow(() -> new RowRejectedException(
                            ChargeColumn.ENTITY.usualName() + " is no UUID: " + Quoted.of(text)));
            lastEntityText = text;
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
        String text = text(ChargeColumn.CREATED_ON);
        if (text == null) {
            throw new RowRejectedException(ChargeColumn.CREATED_ON.usualName() + " is blank");
        }
        try {
            return ExportTime.timestamp(text.strip(), tenant.timeZone());
        } catch (RowRejectedException e) {
            throw new RowRejectedException(ChargeColumn.CREATED_ON.usualName() + " " + e.reason());
        }
    }

    private @Nullable LocalDate bookingDate() throws RowRejectedException {
        String text = text(ChargeColumn.BOOKING_DATE);
        if (text == null) {
            return null;
        }
        try {
            return ExportTime.dateOf(text.strip());
        } catch (RowRejectedException e) {
            throw new RowRejectedException(ChargeColumn.BOOKING_DATE.usualName() + " " + e.reason());
        }
    }

    private int number(ChargeColumn column) throws RowRejectedException {
        String text = text(column);
        if (text == null) {
            return 1;
        }
        int number;
        try {
            number = Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < 0) {
            throw new RowRejectedException(column.usualName() + " is no whole number: " + Quoted.of(text));
        }
        return number;
    }

    private @Nullable String id(ChargeColumn column) throws RowRejectedException {
        String text = text(column);
        if (text != null && text.length() > LONGEST_ID && text.codePointCount(0, text.length()) > LONGEST_ID) {
            throw new RowRejectedException(
                    column.usualName() + " has more than " + LONGEST_ID + " characters: " + Quoted.of(text));
        }
        return text;
    }

    /** The text of a column as it stands there; null when it is blank or the file does not have the column. */
    private @Nullable String text(ChargeColumn column) throws RowRejectedException {
        int field = header.position(column);
        if (field < 0 || records.isEmpty(field)) {
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
        return text.isBlank() ? null : text;
    }
}
