package dev.bookingdate.server.charge;

import dev.bookingdate.server.database.DataSources;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code import}: checks what was typed before it opens anything. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Loads rate plan charges from a CSV export.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all rows are in",
            "1:some rows were rejected, the others are in",
            "2:wrong option, header or file",
            "3:the database failed; the batches before that are in"
        },
        footerHeading = "%nThe file:%n",
        footer = {
            "  The first row names the columns, in any order; case, spaces, underscores and",
            "  'RatePlanCharge.' in front do not matter, other columns are passed over.",
            "  Needed: Id, CreatedDate. Used: OriginalId, ChargeNumber, Segment, Version,",
            "  OriginalOrderDate or BookingDate, AccountId, TenantId, EntityId, OrgId.",
            "  A column that is missing leaves charges that are there as they are.",
            "  Timestamps are ISO 8601; without an offset, in the tenant's time zone.",
            "  UTF-8, quotes as in RFC 4180.",
            "",
            "An import never changes the booking date of a charge that is there. Every batch",
            "is committed: after a kill or an error, run the same import again."
        })
public final class ImportCommand implements Callable<Integer> {

    private static final int ALL_IN = 0;
    private static final int SOME_REJECTED = 1;
    private static final int REFUSED = 2;
    private static final int DATABASE_FAILED = 3;
    private static final String STDIN = "-";

    private final Supplier<? extends DataSource> opener;
    private final InputStream stdin;
    private final Path directory;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A .csv or a gzipped one; - reads the standard input.")
    private String name = "";

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
            names = "--rejects",
            paramLabel = "FILE",
            description =
                    "Where rejected rows go. Default: beside FILE.csv, as FILE.rejected.csv; for -, stdin.rejected.csv")
    private @Nullable Path rejects;

    @Option(
            names = "--max-rejects",
            paramLabel = "N",
            description = "Stop at so many rejected rows. Default: ${DEFAULT-VALUE}")
    private long maxRejects = ImportOptions.DEFAULT_MAX_REJECTS;

    @Option(names = "--batch", paramLabel = "ROWS", description = "Rows in a commit. Default: ${DEFAULT-VALUE}")
    private int batchRows = ImportOptions.DEFAULT_BATCH_ROWS;

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     */
    public ImportCommand(Supplier<? extends DataSource> opener) {
        this(opener, System.in, Path.of(""));
    }

    ImportCommand(Supplier<? extends DataSource> opener, InputStream stdin, Path directory) {
        this.opener = opener;
        this.stdin = stdin;
        this.directory = directory;
    }

    @Override
    public Integer call() {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        PrintWriter err = commandLine.getErr();
        try {
            ImportSummary summary = run(err);
            commandLine.getOut().println(summary);
            commandLine.getOut().flush();
            if (!summary.complete()) {
                err.println("Stopped at " + summary.rejected() + " rejected rows; the rest of the file was not read.");
            }
            if (summary.rejected() > 0) {
                err.println("Rejected rows: " + rejectsFile());
            }
            return summary.rejected() == 0 ? ALL_IN : SOME_REJECTED;
        } catch (ImportRefusedException e) {
            err.println(e.getMessage());
            return REFUSED;
        } catch (NoSuchFileException e) {
            err.println("There is no file " + e.getFile());
            return REFUSED;
        } catch (IOException e) {
            err.println(name + " can't be read to its end: " + e.getMessage());
            return REFUSED;
        } catch (SQLException e) {
            err.println("The database failed: " + e.getMessage());
            return DATABASE_FAILED;
        } finally {
            err.flush();
        }
    }

    private ImportSummary run(PrintWriter err) throws IOException, SQLException {
        Path rejectsFile = rejectsFile();
        checkOptions(rejectsFile);
        try (ImportFile file = name.equals(STDIN) ? ImportFile.of(stdin) : ImportFile.open(file())) {
            ImportOptions options = new ImportOptions(tenant, entity, org, timeZone, delimiter, maxRejects, batchRows);
            DataSource database = opener.get();
            try {
                ImportProgress progress = new ImportProgress(err, isTerminal(), Clock.systemUTC());
                return new ChargeImport(database).run(file, options, rejectsFile, progress);
            } finally {
                DataSources.close(database);
            }
        }
    }

    private void checkOptions(Path rejectsFile) throws IOException {
        if (tenant != null && tenant <= 0) {
            throw new ImportRefusedException("--tenant must be positive");
        }
        if (org != null && (org.isBlank() || org.codePointCount(0, org.length()) > ChargeRowReader.LONGEST_ID)) {
            throw new ImportRefusedException("--org must have 1 to " + ChargeRowReader.LONGEST_ID + " characters");
        }
        if (batchRows < 1 || maxRejects < 1) {
            throw new ImportRefusedException("--batch and --max-rejects must be at least 1");
        }
        Path folder = rejectsFile.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(rejectsFile)) {
            throw new ImportRefusedException("Rejected rows can't be written to " + rejectsFile + "; set --rejects.");
        }
        if (!name.equals(STDIN) && Files.exists(rejectsFile) && Files.isSameFile(rejectsFile, file())) {
            throw new ImportRefusedException("--rejects must not be the file that is imported");
        }
    }

    private Path file() {
        return directory.resolve(name);
    }

    private Path rejectsFile() {
        if (rejects != null) {
            return directory.resolve(rejects);
        }
        String stem = name.equals(STDIN) ? "stdin" : name.replaceFirst("(?i)(\\.csv)?(\\.gz)?$", "");
        return directory.resolve(stem + ".rejected.csv");
    }

    /** Asks about stderr where the system can tell. A console says less: it is there when both others are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // From JDK 22 on a bar may then stand in a file, where there is no /proc.
    private static boolean isTerminal() {
        Path stderr = Path.of("/proc/self/fd/2");
        if (!Files.isSymbolicLink(stderr)) {
            return System.console() != null;
        }
        try {
            String device = Files.readSymbolicLink(stderr).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
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

    /** Takes what the column takes; {@link UUID#fromString} would take 1-1-1-1-1. */
    static final class EntityId implements ITypeConverter<UUID> {

        @Override
        public UUID convert(String value) {
            return ChargeRowReader.uuid(value)
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is no UUID"));
        }
    }

    /** Takes one ASCII character that can't be mistaken for something else in a CSV. */
    static final class Delimiter implements ITypeConverter<Character> {

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
