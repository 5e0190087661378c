package dev.bookingdate.server.charge;

import dev.bookingdate.server.charge.ImportOptions.MissingOriginals;
import dev.bookingdate.server.command.CommandRefusedException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of the command {@code import} that say how a file is read, and how its rows are loaded. */
public final class ImportSettings {

    private static final Pattern YEARS = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    @Option(names = "--tenant", paramLabel = "N", description = "The tenant of all rows.")
    private @Nullable Long tenant;

    @Option(
            names = "--entity",
            paramLabel = "UUID",
            converter = EntityId.class,
            description = "The entity of all rows.")
    private @Nullable UUID entity;

    @Option(names = "--org", paramLabel = "ID", description = "The org of all rows.")
    private @Nullable String org;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            converter = IanaZone.class,
            description = {
                "The time zone of a tenant that has to be created, e.g. America/New_York.",
                "Its first charge decides whether it has Multi-Org: with an org, it has."
            })
    private @Nullable ZoneId timeZone;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            converter = Delimiter.class,
            defaultValue = ",",
            description = "Between two fields; 'tab' is a tab. Default: ${DEFAULT-VALUE}")
    private char delimiter = ',';

    @Option(
            names = "--null",
            paramLabel = "WORD",
            description = {
                "Stands for nothing, besides the words below; empty: none does.",
            })
    private List<String> nullWords = new ArrayList<>();

    @Option(
            names = "--date-format",
            paramLabel = "PATTERN",
            converter = TimePattern.class,
            description = {
                "A further way in which times are written, as java.time has it, e.g.",
                "'MM/dd/yyyy h:mm a'. May be given several times."
            })
    private List<DateTimeFormatter> datePatterns = new ArrayList<>();

    @Option(
            names = "--bare-dates",
            paramLabel = "ZONE|reject",
            description = {
                "A timestamp that is a date only is midnight in this zone.",
                "Default: in the tenant's; how many is told."
            })
    private @Nullable String bareDates;

    @Option(
            names = "--years",
            paramLabel = "FROM-TO",
            defaultValue = "1900-2200",
            description = "Rows with a date outside of these years are rejected. Default: ${DEFAULT-VALUE}")
    private String years = "";

    @Option(
            names = "--missing-originals",
            paramLabel = "accept|reject|fail",
            converter = Policy.class,
            defaultValue = "accept",
            description = {
                "Rows whose original is neither in the file nor in the database: told and",
                "loaded, rejected, or nothing is loaded. Default: ${DEFAULT-VALUE}"
            })
    private MissingOriginals missingOriginals = MissingOriginals.ACCEPT;

    @Option(
            names = "--max-rejects",
            paramLabel = "N",
            description = "Stop at so many rejected rows. Default: ${DEFAULT-VALUE}")
    private long maxRejects = ImportOptions.DEFAULT_MAX_REJECTS;

    @Option(names = "--batch", paramLabel = "ROWS", description = "Rows in a commit. Default: ${DEFAULT-VALUE}")
    private int batchRows = ImportOptions.DEFAULT_BATCH_ROWS;

    /**
     * What was typed.
     *
     * @throws CommandRefusedException when an option is not what it has to be
     */
    ImportOptions options() {
        if (tenant != null && tenant <= 0) {
            throw new CommandRefusedException("--tenant must be positive");
        }
        if (org != null && (org.isBlank() || org.codePointCount(0, org.length()) > ChargeRowReader.LONGEST_ID)) {
            throw new CommandRefusedException("--org must have 1 to " + ChargeRowReader.LONGEST_ID + " characters");
        }
        if (batchRows < 1 || maxRejects < 1) {
            throw new CommandRefusedException("--batch and --max-rejects must be at least 1");
        }
        return new ImportOptions(
                tenant,
                entity,
                org,
                timeZone,
                delimiter,
                nullWords(),
                times(),
                missingOriginals,
                maxRejects,
                batchRows);
    }

    private Set<String> nullWords() {
        Set<String> words = new HashSet<>(nullWords.contains("") ? Set.of() : CellText.NULL_WORDS);
        words.addAll(nullWords);
        words.remove("");
        return words;
    }

    private TimeOptions times() {
        var span = YEARS.matcher(years);
        if (!span.matches() || Integer.parseInt(span.group(1)) < 1) {
            throw new CommandRefusedException("--years must be like 1900-2200, from 1 to 9999");
        }
        boolean reject = "reject".equals(bareDates);
        return new TimeOptions(
                reject,
                reject || bareDates == null ? null : new IanaZone().convert(bareDates),
                datePatterns,
                Integer.parseInt(span.group(1)),
                Integer.parseInt(span.group(2)));
    }

    /** Takes the names of the IANA data base only: an offset has no summer time. */
    static final class IanaZone implements ITypeConverter<ZoneId> {

        @Override
        public ZoneId convert(String value) {
            if (!ZoneId.getAvailableZoneIds().contains(value)) {
                throw new TypeConversionException("'" + value + "' is no IANA time zone like America/New_York");
            }
            return ZoneId.of(value);
        }
    }

    static final class Policy implements ITypeConverter<MissingOriginals> {

        @Override
        public MissingOriginals convert(String value) {
            return Stream.of(MissingOriginals.values())
                    .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not accept, reject or fail"));
        }
    }

    /** Takes patterns that say all of a date. */
    static final class TimePattern implements ITypeConverter<DateTimeFormatter> {

        @Override
        public DateTimeFormatter convert(String value) {
            try {
                return TimeOptions.pattern(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Takes what the column takes; {@link UUID#fromString} would take 1-1-1-1-1. */
    public static final class EntityId implements ITypeConverter<UUID> {

        @Override
        public UUID convert(String value) {
            return ChargeRowReader.uuid(value)
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is no UUID"));
        }
    }

    /** Takes one ASCII character that can't be mistaken for something else in a CSV. */
    public static final class Delimiter implements ITypeConverter<Character> {

        @Override
        public Character convert(String value) {
            String character = value.equals("tab") || value.equals("\\t") ? "\t" : value;
            if (character.length() != 1 || character.charAt(0) > '~' || "\"\r\n".contains(character)) {
                throw new TypeConversionException("'" + value + "' is no single ASCII character");
            }
            return character.charAt(0);
        }
    }
}
