package dev.bookingdate.server.charge;

import dev.bookingdate.server.command.CommandRefusedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header row of an export.
 *
 * @param fieldCount how many fields each row has
 * @param positions where the columns are that the file has
 * @param columnNames how the file names these columns, in its order
 * @param ownFields how many fields at the front were put there by {@link RejectedRows} in an earlier import
 */
record ChargeHeader(int fieldCount, Map<ChargeColumn, Integer> positions, List<String> columnNames, int ownFields) {

    private static final int ABSENT = -1;
    private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=([^\"\\r\\n])\"?");

    /**
     * Takes the next record as the header; before it there may be a line {@code sep=;}, which spreadsheets write.
     *
     * @throws CommandRefusedException when there is none, a column is missing, or one is there twice
     */
    static ChargeHeader read(CsvRecords records) throws IOException {
        if (!records.next()) {
            throw new CommandRefusedException("The file is empty; the first row must name the columns.");
        }
        Optional<Character> separator = separator(records);
        if (separator.isPresent()) {
            records.delimiter(separator.get());
            return read(records);
        }
        return of(records);
    }

    private static Optional<Character> separator(CsvRecords records) {
        var matcher = SEPARATOR.matcher(StandardCharsets.UTF_8.decode(records.rawFrom(0)));
        return records.line() == 1 && matcher.matches()
                ? Optional.of(matcher.group(1).charAt(0))
                : Optional.empty();
    }

    /**
     * Says what neither the file nor an option tells.
     *
     * @throws CommandRefusedException when nobody tells whose charges these are
     */
    void requirePlaces(ImportOptions options) {
        if (options.tenant() == null && !has(ChargeColumn.TENANT)) {
            throw new CommandRefusedException("Whose charges are these? Give --tenant, or a column TenantId.");
        }
        if (options.entity() == null && !has(ChargeColumn.ENTITY)) {
            throw new CommandRefusedException(
                    "Of which entity are these charges? Give --entity, or a column EntityId.");
        }
    }

    boolean has(ChargeColumn column) {
        return positions.containsKey(column);
    }

    /** The field of a column, or -1 when the file does not have the column. */
    int position(ChargeColumn column) {
        return positions.getOrDefault(column, ABSENT);
    }

    /** The last field that is read. */
    int lastPosition() {
        return positions.values().stream().mapToInt(Integer::intValue).max().orElse(ABSENT);
    }

    private static ChargeHeader of(CsvRecords records) {
        if (records.defect() != null) {
            throw new CommandRefusedException(
                    "The header row (line " + records.line() + ") is not CSV: " + records.defect());
        }
        List<String> names = new ArrayList<>();
        for (int field = 0; field < records.fieldCount(); field++) {
            names.add(name(records, field));
        }
        return new ChargeHeader(
                names.size(),
                positions(names),
                names.stream()
                        .filter(name -> ChargeColumn.named(name).isPresent())
                        .map(String::strip)
                        .toList(),
                RejectedRows.COLUMNS.equals(firstTwo(names)) ? 2 : 0);
    }

    private static Map<ChargeColumn, Integer> positions(List<String> names) {
        Map<ChargeColumn, Integer> positions = new EnumMap<>(ChargeColumn.class);
        for (int field = 0; field < names.size(); field++) {
            Optional<ChargeColumn> column = ChargeColumn.named(names.get(field));
            Integer earlier = column.isPresent() ? positions.putIfAbsent(column.get(), field) : null;
            if (earlier != null) {
                throw new CommandRefusedException("Columns " + (earlier + 1) + " '" + names.get(earlier) + "' and "
                        + (field + 1) + " '" + names.get(field) + "' both say the charge's "
                        + column.get().usualName() + "; rename the one that does not.");
            }
        }
        List<String> missing = new ArrayList<>();
        for (ChargeColumn required : List.of(ChargeColumn.ID, ChargeColumn.CREATED_ON)) {
            if (!positions.containsKey(required)) {
                missing.add(required.usualName() + " (accepted: " + required.acceptedNames() + ")");
            }
        }
        if (!missing.isEmpty()) {
            throw new CommandRefusedException("The header row has no column " + String.join(" and none ", missing)
                    + ". Case, spaces, underscores and 'RatePlanCharge.' in front do not matter. The file has: "
                    + shortened(names) + ". Is the delimiter right?");
        }
        return positions;
    }

    private static String shortened(List<String> names) {
        String all = String.join(" | ", names);
        return all.length() <= 300 ? all : all.substring(0, 300) + " …";
    }

    private static List<String> firstTwo(List<String> names) {
        return names.subList(0, Math.min(2, names.size()));
    }

    private static String name(CsvRecords records, int field) {
        try {
            return records.text(field);
        } catch (CharacterCodingException e) {
            // An unknown column may be called anything.
            return "?";
        }
    }
}
