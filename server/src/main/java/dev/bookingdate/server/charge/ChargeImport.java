package dev.bookingdate.server.charge;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Loads an export of rate plan charges into the charge table, in batches that are committed one by one: an import that
 * was killed can be run again.
 */
public final class ChargeImport {

    private final DataSource database;

    public ChargeImport(DataSource database) {
        this.database = database;
    }

    /**
     * Imports a file.
     *
     * @param rejects where rejected rows go; without any, there is no such file afterwards
     * @throws ImportRefusedException when the header or an option is wrong, and nothing was loaded; or when an import at
     *     the same time has decided otherwise about a new tenant, and the batches before that are loaded
     * @throws IOException when the file can't be read to its end; the batches before that are loaded
     * @throws SQLException when the database fails; the batches before that are loaded
     */
    public ImportSummary run(ImportFile file, ImportOptions options, Path rejects, ImportProgress progress)
            throws IOException, SQLException {
        CsvRecords records = new CsvRecords(file.content(), options.delimiter());
        ChargeHeader header = ChargeHeader.read(records);
        checkPlaces(header, options);
        try (RejectedRows rejected = new RejectedRows(rejects, options.delimiter(), progress)) {
            rejected.header(records, header);
            Tenants tenants = Tenants.read(database, options);
            ChargeRowReader reader = new ChargeRowReader(records, header, options, tenants);
            try (ChargeBatches batches = new ChargeBatches(database, MergeStatement.of(header, options), tenants)) {
                long read = 0;
                boolean complete = true;
                while (complete && records.next()) {
                    progress.rows(++read, file);
                    try {
                        ChargeRow row = reader.row();
                        batches.add(row, records.line(), options.batchRows());
                    } catch (RowRejectedException e) {
                        rejected.add(records, e.reason());
                        complete = rejected.count() < options.maxRejects();
                    }
                }
                IncomingCharges.Merged merged = batches.finish();
                rejected.complete();
                return new ImportSummary(
                        read,
                        merged.inserted(),
                        merged.updated(),
                        merged.unchanged(),
                        rejected.count(),
                        complete,
                        progress.stop());
            }
        }
    }

    private static void checkPlaces(ChargeHeader header, ImportOptions options) {
        if (options.tenant() == null && !header.has(ChargeColumn.TENANT)) {
            throw new ImportRefusedException("Whose charges are these? Give --tenant, or a column TenantId.");
        }
        if (options.entity() == null && !header.has(ChargeColumn.ENTITY)) {
            throw new ImportRefusedException("Of which entity are these charges? Give --entity, or a column EntityId.");
        }
    }
}
