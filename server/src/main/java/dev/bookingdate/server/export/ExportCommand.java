package dev.bookingdate.server.export;

import dev.bookingdate.server.charge.ImportSettings;
import dev.bookingdate.server.charge.RowProgress;
import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.command.DatabaseCommand;
import dev.bookingdate.server.job.JobId;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code export}: checks what was typed before it opens anything. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes charges with their booking dates, or what jobs have changed, as CSV.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all rows are written",
            "1:all rows are written, but a job counts another number of them",
            "2:wrong option or file",
            "3:the database failed; the same export again goes on where it was"
        },
        footerHeading = "%nThe file:%n",
        footer = {
            "  Columns are named as the tenant's last import named them, so that the billing",
            "  system takes the file back; timestamps are ISO 8601 in UTC.",
            "  All rows come from one snapshot. A file that is there is replaced once the new",
            "  one is whole. After a kill or an error, run the same export again: it goes on if",
            "  nothing that it had written has changed since, and else begins anew.",
            "  Columns beside those of an import: with --job and --audit BookingDateBefore,",
            "  with --failures Reason and FailedOn; with each of these JobId, JobCreatedBy,",
            "  JobStartedOn, JobEndedOn and Undoes."
        })
public final class ExportCommand extends DatabaseCommand<DataSource> implements Callable<Integer> {

    private static final int WHOLE = 0;
    private static final int COUNTS_DIFFER = 1;
    private static final int WRONG_OPTION = 2;
    private static final String STDOUT = "-";
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream stdout;
    private final Path directory;

    @Parameters(paramLabel = "FILE", description = "A .csv, or .csv.gz to be gzipped. - is the standard output.")
    private String name = "";

    @Option(names = "--tenant", paramLabel = "N", required = true, description = "Whose charges.")
    private long tenant;

    @Option(
            names = "--entity",
            paramLabel = "UUID",
            converter = ImportSettings.EntityId.class,
            description = "Only those of this entity.")
    private @Nullable UUID entity;

    @Option(names = "--org", paramLabel = "ID", split = ",", description = "Only those of this org; several: A,B.")
    private List<String> orgs = new ArrayList<>();

    @Option(
            names = "--job",
            paramLabel = "JOB",
            converter = Id.class,
            description = {
                "Only the charges that this job changed: with the booking date that it wrote,",
                "and in BookingDateBefore the one that it found."
            })
    private @Nullable JobId job;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Time.class,
            description = {
                "Only what was changed by jobs that worked at that time or later,",
                "e.g. 2026-11-28T00:00:00Z."
            })
    private @Nullable OffsetDateTime since;

    @Option(
            names = "--audit",
            description = "Every change of every job, or of --job: who, which charge, the date before and after.")
    private boolean audit;

    @Option(names = "--failures", description = "Every charge that a job, or --job, could not write, with the reason.")
    private boolean failures;

    @Option(
            names = "--columns",
            paramLabel = "NAMES",
            split = ",",
            description = "These columns, named like this, e.g. Id,OriginalOrderDate.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            converter = ImportSettings.Delimiter.class,
            defaultValue = ",",
            description = "Between two fields; 'tab' is a tab. Default: ${DEFAULT-VALUE}")
    private char delimiter = ',';

    @Option(
            names = "--spreadsheet-safe",
            description = {
                "Puts an apostrophe in front of texts that a spreadsheet takes for formulas,",
                "such as =HYPERLINK(…). For people's eyes: an import would read it."
            })
    private boolean spreadsheetSafe;

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     */
    public ExportCommand(Supplier<? extends DataSource> opener) {
        this(opener, new FileOutputStream(FileDescriptor.out), Path.of(""));
    }

    ExportCommand(Supplier<? extends DataSource> opener, OutputStream stdout, Path directory) {
        super(opener, WRONG_OPTION);
        this.stdout = stdout;
        this.directory = directory;
    }

    @Override
    public Integer call() {
        return attempt(() -> {
            ExportOptions options = options();
            if (!toStdout()) {
                requireWritable(file());
            }
            int code = withDatabase(database -> export(database, options));
            if (code == DATABASE_FAILED && !toStdout()) {
                err().println("Run the same export again: it goes on where it was.");
            }
            return code;
        });
    }

    private int export(DataSource database, ExportOptions options) throws SQLException {
        try (ExportTarget target = toStdout()
                ? ExportTarget.to(new BufferedOutputStream(stdout, BUFFER_BYTES))
                : ExportFile.open(file())) {
            return tell(new ChargeExport(database).run(options, target, RowProgress.on(err())));
        } catch (IOException e) {
            throw new CommandRefusedException(
                    (toStdout() ? "The standard output" : name) + " can't be written: " + e.getMessage(), e);
        }
    }

    private int tell(ExportSummary summary) {
        (toStdout() ? err() : out()).println(summary);
        if (summary.gone() > 0) {
            err().println(summary.gone() + " jobs are left out: what they changed is not kept any more.");
        }
        if (summary.isWhole()) {
            return WHOLE;
        }
        err().println(String.format(
                Locale.ROOT,
                "By its own counts there should be %,d rows.",
                summary.expected().orElseThrow()));
        return COUNTS_DIFFER;
    }

    private boolean toStdout() {
        return name.equals(STDOUT);
    }

    private ExportOptions options() {
        if (audit && failures) {
            throw new CommandRefusedException("--audit and --failures are two exports; give one of them.");
        }
        Content content = failures ? Content.FAILURES : audit || job != null ? Content.CHANGES : Content.CHARGES;
        return new ExportOptions(tenant, entity, orgs, job, content, audit, since, columns, delimiter, spreadsheetSafe);
    }

    private Path file() {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new CommandRefusedException(
                    "The locale of this process can't name this file: set LC_ALL=C.UTF-8, or"
                            + " export to the standard output, as -.",
                    e);
        }
    }

    private void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandRefusedException("There is no directory for " + name);
        }
        if (!Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new CommandRefusedException(name + " can't be written by the user who runs this.");
        }
    }

    /** A job's id as the API shows it. */
    static final class Id implements ITypeConverter<JobId> {

        @Override
        public JobId convert(String value) {
            return JobId.parse(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + value + "' is no job id: 32 hexadecimal digits, in lower case"));
        }
    }

    /** A time that means the same everywhere. */
    static final class Time implements ITypeConverter<OffsetDateTime> {

        @Override
        public OffsetDateTime convert(String value) {
            try {
                return OffsetDateTime.parse(value);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'" + value + "' is no time with an offset, like 2026-11-28T00:00:00Z");
            }
        }
    }
}
