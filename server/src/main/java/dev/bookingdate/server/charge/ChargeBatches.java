package dev.bookingdate.server.charge;

import dev.bookingdate.server.command.CommandRefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Two batches that change places: one is filled while the one before it is merged. Merges never run at the same time,
 * so the charge table sees the rows in the order of the file.
 */
final class ChargeBatches implements AutoCloseable {

    private final ExecutorService merger = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "charge-import-merge");
        thread.setDaemon(true);
        return thread;
    });
    private final Tenants tenants;
    private IncomingCharges filling;
    private IncomingCharges resting;
    private @Nullable Future<IncomingCharges.Merged> merging;
    /** Whether the batch merged last was new to its last row: then the next one probably is, too. */
    private boolean allNew;

    private long inserted;
    private long updated;
    private long unchanged;

    ChargeBatches(DataSource database, String mergeSql, Tenants tenants) throws SQLException {
        this.tenants = tenants;
        this.filling = batch(database, mergeSql);
        try {
            this.resting = batch(database, mergeSql);
        } catch (SQLException | RuntimeException e) {
            filling.close();
            throw e;
        }
    }

    void add(ChargeRow row, long line, int batchRows) throws SQLException {
        if (filling.rows() >= batchRows) {
            turn();
        }
        tenants.admit(row);
        filling.add(row, line);
    }

    /** Merges what is left and gives the counts of all batches. */
    IncomingCharges.Merged finish() throws SQLException {
        if (filling.rows() > 0) {
            turn();
        }
        awaitMerge();
        if (inserted + updated > 0) {
            filling.analyze();
        }
        return new IncomingCharges.Merged(inserted, updated, unchanged);
    }

    @Override
    public void close() throws SQLException {
        merger.shutdown();
        // A merge under way commits or fails as a whole; its connection must not be closed under it.
        awaitTermination();
        try {
            filling.close();
        } finally {
            resting.close();
        }
    }

    private void turn() throws SQLException {
        filling.seal();
        awaitMerge();
        IncomingCharges sealed = filling;
        Tenants.Missing missing = tenants.takeMissing();
        boolean likelyNew = allNew;
        merging = merger.submit(() -> sealed.merge(missing, likelyNew));
        filling = resting;
        resting = sealed;
    }

    private void awaitMerge() throws SQLException {
        Future<IncomingCharges.Merged> awaited = merging;
        if (awaited == null) {
            return;
        }
        merging = null;
        try {
            IncomingCharges.Merged merged = awaited.get();
            inserted += merged.inserted();
            updated += merged.updated();
            unchanged += merged.unchanged();
            allNew = merged.updated() + merged.unchanged() == 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandRefusedException refused) {
                throw refused;
            }
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while a batch was merged", e);
        }
    }

    private void awaitTermination() {
        try {
            merger.awaitTermination(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static IncomingCharges batch(DataSource database, String mergeSql) throws SQLException {
        Connection connection = database.getConnection();
        try {
            return new IncomingCharges(connection, mergeSql);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
