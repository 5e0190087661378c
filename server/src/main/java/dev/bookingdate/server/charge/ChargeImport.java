package dev.bookingdate.server.charge;

import dev.bookingdate.server.charge.FileSurvey.Hash;
import dev.bookingdate.server.charge.ImportOptions.MissingOriginals;
import dev.bookingdate.server.command.CommandRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Loads an export of rate plan charges into the charge table, in batches that are committed one by one: an import that
 * was killed can be run again. The file is read twice: what it says as a whole is known before a row of it is loaded.
 */
public final class ChargeImport {

    private static final int SHOWN = 3;

    private final DataSource database;
    private final ImportFolder folder;

    /** @param folder for what does not fit into memory */
    ChargeImport(DataSource database, ImportFolder folder) {
        this.database = database;
        this.folder = folder;
    }

    /**
     * Imports a file.
     *
     * @param path a regular file
     * @param rejects where rejected rows go; without any, there is no such file afterwards
     * @throws CommandRefusedException when the header or an option is wrong, or originals are missing that must not, and
     *     nothing was loaded; or when an import at the same time has decided otherwise about a new tenant, and the batches
     *     before that are loaded
     * @throws IOException when the file can't be read to its end; the batches before that are loaded
     * @throws SQLException when the database fails; the batches before that are loaded
     */
    public ImportSummary run(Path path, ImportOptions options, Path rejects, RowProgress progress)
            throws IOException, SQLException {
        try (FileSurvey survey = new FileSurvey(folder)) {
            BitSet missing = look(path, options, survey, progress);
            return load(path, options, survey, missing, rejects, progress);
        }
    }

    /** Looks through the file; gives the rows whose original is nowhere. */
    private BitSet look(Path path, ImportOptions options, FileSurvey survey, RowProgress progress)
            throws IOException, SQLException {
        try (ChargeFile file = ChargeFile.open(path, options)) {
            // What does not fit the database is told before anything long begins.
            Tenants.read(database, options);
            progress.begin("looking through: ");
            ChargeRowReader reader = new ChargeRowReader(file, options);
            while (file.next(progress)) {
                try {
                    survey.add(file.rowNumber(), file.records().line(), reader.identity(), file.content());
                } catch (RowRejectedException e) {
                    // It is told when its turn comes.
                }
            }
        }
        survey.conclude();
        return survey.withoutOriginal().isEmpty() ? new BitSet() : missing(path, options, survey, progress);
    }

    private BitSet missing(Path path, ImportOptions options, FileSurvey survey, RowProgress progress)
            throws IOException, SQLException {
        try (ChargeFile file = ChargeFile.open(path, options);
                StoredOriginals stored = new StoredOriginals(database.getConnection())) {
            progress.begin("looking for originals: ");
            ChargeRowReader reader = new ChargeRowReader(file, options);
            while (file.next(progress)) {
                if (survey.withoutOriginal().get(file.rowNumber())) {
                    stored.lookFor(file.rowNumber(), reader.identity());
                }
            }
            BitSet missing = stored.missing();
            if (options.missingOriginals() == MissingOriginals.FAIL && !missing.isEmpty()) {
                throw new CommandRefusedException(String.format(
                        Locale.ROOT,
                        "The originals of %,d rows are neither in the file nor in the database, so nothing was loaded"
                                + " (--missing-originals=fail).",
                        missing.cardinality()));
            }
            return missing;
        } catch (RowRejectedException e) {
            throw new IOException("the file changes while it is read", e);
        }
    }

    private ImportSummary load(
            Path path, ImportOptions options, FileSurvey survey, BitSet missing, Path rejects, RowProgress progress)
            throws IOException, SQLException {
        Tenants tenants = Tenants.read(database, options);
        try (ChargeFile file = ChargeFile.open(path, options);
                RejectedRows rejected = new RejectedRows(rejects, progress)) {
            CsvRecords records = file.records();
            rejected.header(records, file.header());
            ChargeRowReader reader = new ChargeRowReader(file, options);
            Findings found = new Findings(options, survey, missing);
            boolean complete = true;
            IncomingCharges.Merged merged;
            try (ChargeBatches batches =
                    new ChargeBatches(database, MergeStatement.of(file.header(), options), tenants)) {
                progress.begin("");
                while (complete && file.next(progress)) {
                    int row = file.rowNumber();
                    try {
                        requireAgreement(survey.contradiction(row));
                        ChargeRow charge = reader.row(tenants);
                        found.checkOriginal(row, charge, records.line());
                        if (!found.isRepeat(row)) {
                            batches.add(charge, records.line(), options.batchRows());
                        }
                    } catch (RowRejectedException e) {
                        rejected.add(records, e);
                        found.rejected(reader);
                        complete = rejected.count() < options.maxRejects();
                    }
                }
                merged = batches.finish();
            }
            tenants.keepHeader(database, file.header().columnNames());
            rejected.complete();
            return new ImportSummary(
                    file.rows(),
                    merged.inserted(),
                    merged.updated(),
                    merged.unchanged() + found.repeated,
                    rejected.count(),
                    complete,
                    rejected
                            .mostly(file.rows())
                            .map(kind ->
                                    String.format(Locale.ROOT, "%,d rows were rejected, %s", rejected.count(), kind))
                            .stream()
                            .toList(),
                    found.notes(file.blankRows(), reader.bareDates()),
                    progress.stop());
        }
    }

    private static void requireAgreement(Optional<String> contradiction) throws RowRejectedException {
        if (contradiction.isPresent()) {
            throw new RowRejectedException(
                    "the same " + ChargeColumn.ID.usualName() + " is " + contradiction.get() + ", with other values");
        }
    }

    /** What the summary says about a file besides its figures. */
    private static final class Findings {

        private final ImportOptions options;
        private final FileSurvey survey;
        private final BitSet missing;
        private final List<String> firstMissing = new ArrayList<>();
        private final Set<Hash> rejectedIds = new HashSet<>();
        private long missingCount;
        private long repeated;

        Findings(ImportOptions options, FileSurvey survey, BitSet missing) {
            this.options = options;
            this.survey = survey;
            this.missing = missing;
        }

        /** Counts a charge that is loaded without its original, or keeps it out. */
        void checkOriginal(int row, ChargeRow charge, long line) throws RowRejectedException {
            if (!missing.get(row)) {
                return;
            }
            if (options.missingOriginals() == MissingOriginals.REJECT) {
                throw new RowRejectedException(
                        ChargeColumn.ORIGINAL_ID.usualName() + " is neither in the file nor in the database: "
                                + Quoted.of(charge.originalId()),
                        "--missing-originals=accept loads such rows.");
            }
            missingCount++;
            if (firstMissing.size() < SHOWN) {
                firstMissing.add("line " + line + ": " + Quoted.of(charge.originalId()));
            }
        }

        boolean isRepeat(int row) {
            boolean repeat = survey.isRepeat(row);
            repeated += repeat ? 1 : 0;
            return repeat;
        }

        void rejected(ChargeRowReader reader) {
            try {
                rejectedIds.add(survey.id(reader.identity()));
            } catch (RowRejectedException e) {
                // Nobody can name it as an original.
            }
        }

        List<String> notes(long blankRows, long bareDates) throws IOException {
            List<String> notes = new ArrayList<>();
            if (blankRows > 0) {
                notes.add(String.format(Locale.ROOT, "%,d empty rows were ignored.", blankRows));
            }
            if (repeated > 0) {
                notes.add(String.format(Locale.ROOT, "%,d rows repeat an earlier row and were ignored.", repeated));
            }
            if (bareDates > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%,d timestamps are dates only, and were read as midnight in %s (--bare-dates).",
                        bareDates,
                        options.times().bareDates() == null
                                ? "the tenant's time zone"
                                : options.times().bareDates()));
            }
            if (missingCount > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%,d charges have an original that is neither in the file nor in the database (%s). A"
                                + " backfill dates them by the earliest charge with the same original.",
                        missingCount,
                        String.join(", ", firstMissing)));
            }
            FileSurvey.Dependents dependents = rejectedIds.isEmpty() ? null : survey.dependents(rejectedIds);
            if (dependents != null && dependents.count() > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%,d rows refer to a rejected original (first on line %s). Import the repaired originals before a"
                                + " backfill; without them these rows get a later date.",
                        dependents.count(),
                        lines(dependents.firstLines())));
            }
            if (survey.alikeCount() > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%,d ids differ from those of other rows only in case or hyphens; they count as different ids (lines %s).",
                        survey.alikeCount(),
                        survey.alike().stream()
                                .map(two -> two.one() + " and " + two.other())
                                .reduce((one, next) -> one + "; " + next)
                                .orElseThrow()));
            }
            return notes;
        }

        private static String lines(List<Long> lines) {
            return lines.stream()
                    .map(String::valueOf)
                    .reduce((one, next) -> one + ", " + next)
                    .orElse("");
        }
    }
}
