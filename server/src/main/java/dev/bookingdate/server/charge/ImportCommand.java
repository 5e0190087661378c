package dev.bookingdate.server.charge;

import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.command.DatabaseCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            "  Timestamps are ISO 8601; without an offset or a zone, in the tenant's.",
            "  White space around values does not count. These words, in any case, stand for",
            "  nothing: NULL, (null), <null>, [null], \\N, nil, None, NaN, N/A, #N/A, undefined,",
            "  - and --.",
            "  The same row twice counts once; two rows with one Id that differ are rejected.",
            "  UTF-8 or UTF-16, quotes as in RFC 4180, or with 'sep=;' as its first line.",
            "",
            "An import never changes the booking date of a charge that is there. Every batch",
            "is committed: after a kill or an error, run the same import again."
        })
public final class ImportCommand extends DatabaseCommand<DataSource> implements Callable<Integer> {

    private static final int ALL_IN = 0;
    private static final int SOME_REJECTED = 1;
    private static final int WRONG_OPTION = 2;
    private static final String STDIN = "-";
    private static final String REJECTED = ".rejected.csv";
    private static final Pattern IMPORTED = Pattern.compile("(?i).*\\.(csv|csv\\.gz|zip)");

    private final InputStream stdin;
    private final Path directory;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = {
                "A .csv, gzipped or alone in a .zip; a directory stands for all of these in it.",
                "- reads the standard input. Several are imported one after the other."
            })
    private List<String> names = List.of();

    @Mixin
    private ImportSettings settings = new ImportSettings();

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description =
                    "Where rejected rows go. Default: beside FILE.csv, as FILE.rejected.csv; for -, stdin.rejected.csv")
    private @Nullable Path rejects;

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     */
    public ImportCommand(Supplier<? extends DataSource> opener) {
        this(opener, System.in, Path.of(""));
    }

    ImportCommand(Supplier<? extends DataSource> opener, InputStream stdin, Path directory) {
        super(opener, WRONG_OPTION);
        this.stdin = stdin;
        this.directory = directory;
    }

    @Override
    public Integer call() {
        return attempt(() -> {
            ImportOptions options = settings.options();
            List<String> files = files();
            files.forEach(this::checkRejects);
            return withDatabase(database -> {
                int code = ALL_IN;
                for (String file : files) {
                    code = Math.max(code, run(file, files.size() > 1, options, database));
                }
                return code;
            });
        });
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "is not there any more";
        }
        return failure instanceof AccessDeniedException
                ? "may not be read by the user who runs this"
                : "can't be read to its end: " + failure.getMessage();
    }

    private int run(String name, boolean named, ImportOptions options, DataSource database) throws SQLException {
        Path rejectsFile = rejectsFile(name);
        ImportSummary summary;
        try (ImportFolder folder = ImportFolder.create()) {
            summary = new ChargeImport(database, folder)
                    .run(
                            isReadTwice(name) ? file(name) : spool(name, folder),
                            options,
                            rejectsFile,
                            RowProgress.on(err()));
        } catch (CommandRefusedException e) {
            throw named ? new CommandRefusedException(name + ": " + e.getMessage(), e) : e;
        } catch (IOException e) {
            throw new CommandRefusedException(name + " " + reason(e), e);
        }
        summary.first().forEach(out()::println);
        out().println((named ? name + ": " : "") + summary);
        summary.notes().forEach(out()::println);
        out().flush();
        if (!summary.complete()) {
            err().println("Stopped at " + summary.rejected() + " rejected rows; the rest of the file was not read.");
        }
        if (summary.rejected() > 0) {
            err().println("Rejected rows: " + rejectsFile);
        }
        return summary.rejected() == 0 ? ALL_IN : SOME_REJECTED;
    }

    /** A pipe gives what it has only once. */
    private boolean isReadTwice(String name) {
        return !name.equals(STDIN) && Files.isRegularFile(file(name));
    }

    private Path spool(String name, ImportFolder folder) throws IOException {
        try (InputStream in = name.equals(STDIN) ? stdin : Files.newInputStream(file(name))) {
            Path spooled = folder.file("spooled.csv");
            Files.copy(in, spooled);
            return spooled;
        }
    }

    /** The files that were named, and those of the directories that were. */
    private List<String> files() {
        List<String> files = new ArrayList<>();
        for (String name : names) {
            if (name.equals(STDIN) || !Files.isDirectory(file(name))) {
                files.add(name);
                if (!name.equals(STDIN)) {
                    requireReadable(name);
                }
            } else {
                files.addAll(inDirectory(name));
            }
        }
        if (rejects != null && files.size() > 1) {
            throw new CommandRefusedException("--rejects is for one file; these are " + files.size() + ".");
        }
        return files;
    }

    private void requireReadable(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            throw new CommandRefusedException("There is no file " + name);
        }
        if (!Files.isReadable(file)) {
            throw new CommandRefusedException(name + " may not be read by the user who runs this.");
        }
    }

    private List<String> inDirectory(String name) {
        try (Stream<Path> content = Files.list(file(name))) {
            List<String> found = content.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(file -> IMPORTED.matcher(file).matches() && !file.endsWith(REJECTED))
                    .sorted()
                    .map(file -> Path.of(name).resolve(file).toString())
                    .toList();
            if (found.isEmpty()) {
                throw new CommandRefusedException("The directory " + name + " has no .csv, .csv.gz or .zip.");
            }
            return found;
        } catch (IOException e) {
            throw new CommandRefusedException(name + " " + reason(e), e);
        }
    }

    private void checkRejects(String name) {
        Path rejectsFile = rejectsFile(name);
        Path folder = rejectsFile.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(rejectsFile)) {
            throw new CommandRefusedException("Rejected rows can't be written to " + rejectsFile + "; set --rejects.");
        }
        try {
            if (!name.equals(STDIN) && Files.exists(rejectsFile) && Files.isSameFile(rejectsFile, file(name))) {
                throw new CommandRefusedException("--rejects must not be the file that is imported");
            }
        } catch (IOException e) {
            throw new CommandRefusedException(name + " " + reason(e), e);
        }
    }

    /** Under a locale such as C Java can't name every file. */
    private Path file(String name) {
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new CommandRefusedException(
                    "The locale of this process can't name this file: set LC_ALL=C.UTF-8, or"
                            + " import it from the standard input, as -.",
                    e);
        }
    }

    private Path rejectsFile(String name) {
        if (rejects != null) {
            return directory.resolve(rejects);
        }
        String stem = name.equals(STDIN) ? "stdin" : name.replaceFirst("(?i)(\\.csv)?(\\.(gz|zip))?$", "");
        return file(stem + REJECTED);
    }
}
