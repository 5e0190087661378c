package dev.bookingdate.server.export;

import dev.bookingdate.server.charge.RowProgress;
import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.export.ExportTarget.Reached;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/**
 * Writes charges, or what jobs did with them, as CSV: in pieces, all of them from one snapshot. An export that was ended goes
 * on behind its last piece, if nothing that it had written has changed since; so its file is that of one snapshot, too.
 */
final class ChargeExport {

    private static final int PIECE_KEYS = 200_000;

    /** Ages of transactions count round in a circle. */
    private static final long FARTHEST = Integer.MAX_VALUE;

    private final DataSource database;
    private final int pieceKeys;

    ChargeExport(DataSource database) {
        this(database, PIECE_KEYS);
    }

    /**
     * Makes an export of other pieces.
     *
     * @param pieceKeys how many keys a piece has at most
     */
    ChargeExport(DataSource database, int pieceKeys) {
        this.database = database;
        this.pieceKeys = pieceKeys;
    }

    /**
     * Exports.
     *
     * @throws CommandRefusedException when the options name something that is not there; nothing was written
     * @throws IOException when the target can't be written; a file can be gone on with
     * @throws SQLException when the database fails; a file can be gone on with
     */
    ExportSummary run(ExportOptions options, ExportTarget target, RowProgress progress)
            throws IOException, SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // An export takes as long as it takes.
                statement.execute("set local statement_timeout = 0; set local transaction_timeout = 0;"
                        + " set local idle_in_transaction_session_timeout = 0;"
                        + " set local timezone = 'UTC'; set local datestyle = 'ISO'");
            }
            try {
                Selection selection = Selection.read(connection, options);
                return new Run(connection, options, selection, target, progress).toTheEnd();
            } finally {
                connection.rollback();
            }
        }
    }

    /** One run, on one snapshot. */
    private final class Run {

        private final Connection connection;
        private final ExportOptions options;
        private final Content content;
        private final Selection selection;
        private final ExportTarget target;
        private final RowProgress progress;
        private final String columns;
        private final String what;
        private final long oldest;
        private long rows;
        private long before;

        Run(
                Connection connection,
                ExportOptions options,
                Selection selection,
                ExportTarget target,
                RowProgress progress)
                throws SQLException {
            this.connection = connection;
            this.options = options;
            this.content = options.content();
            this.selection = selection;
            this.target = target;
            this.progress = progress;
            this.columns = selection.columns().stream()
                    .map(column -> column.sql(options.spreadsheetSafe()))
                    .collect(Collectors.joining(", "));
            this.what = header() + statement(columns, new UUID(0, 0), 0, 0);
            this.oldest =
                    number("select pg_snapshot_xmin(pg_current_snapshot())").orElseThrow();
        }

        ExportSummary toTheEnd() throws IOException, SQLException {
            Reached from = begin();
            for (int part = from.part(); part < selection.parts().size(); part++) {
                write(part, part == from.part() ? from.after() : 0);
            }
            target.complete();
            return new ExportSummary(rows, before, selection.expected(), selection.gone(), progress.stop());
        }

        private Reached begin() throws IOException, SQLException {
            Optional<Reached> left = target.reached(what);
            if (left.isPresent()) {
                if (holds(left.get())) {
                    target.goOn();
                    rows = left.get().rows();
                    before = rows;
                    progress.message(String.format(Locale.ROOT, "Goes on after %,d rows.", rows));
                    return left.get();
                }
                progress.message("Rows that an earlier export had written have changed; it begins anew.");
            }
            target.begin();
            try (OutputStream out = target.piece()) {
                out.write(header().getBytes(StandardCharsets.UTF_8));
            }
            return new Reached(0, 0, 0, oldest);
        }

        /** Whether the rows that are written are all there, and none was written since by anybody else. */
        private boolean holds(Reached left) throws SQLException {
            long now = number("select pg_snapshot_xmax(pg_current_snapshot())").orElseThrow();
            if (left.oldest() > now
                    || now - left.oldest() > FARTHEST
                    || left.part() >= selection.parts().size()) {
                return false;
            }
            long found = 0;
            for (int part = 0; part <= left.part(); part++) {
                String counts = "count(*), count(*) filter (where " + content.changedSince(left.oldest()) + ")";
                String sql = statement(
                        counts, selection.parts().get(part), 0, part == left.part() ? left.after() : Long.MAX_VALUE);
                try (Statement statement = connection.createStatement();
                        ResultSet result = statement.executeQuery(sql)) {
                    result.next();
                    found += result.getLong(1);
                    if (result.getLong(2) > 0) {
                        return false;
                    }
                }
            }
            return found == left.rows();
        }

        private void write(int part, long from) throws IOException, SQLException {
            UUID id = selection.parts().get(part);
            long last = key(content.lastKey(), id, 0).orElse(0);
            long after = from;
            for (OptionalLong first = key(content.nextKey(), id, after);
                    first.isPresent();
                    first = key(content.nextKey(), id, after)) {
                long to = first.getAsLong() + pieceKeys - 1;
                String sql = statement(columns, id, first.getAsLong(), to) + " order by " + content.key();
                try (OutputStream out = target.piece()) {
                    copy(sql, out, part, first.getAsLong(), last);
                }
                after = to;
                target.keep(what, new Reached(part, after, rows, oldest));
            }
        }

        private void copy(String sql, OutputStream out, int part, long first, long last)
                throws IOException, SQLException {
            String delimiter = connection.unwrap(PGConnection.class).escapeLiteral(String.valueOf(options.delimiter()));
            CopyOut copy = new CopyManager(connection.unwrap(BaseConnection.class))
                    .copyOut("copy (" + sql + ") to stdout (format csv, delimiter '" + delimiter + "')");
            try {
                long parts = selection.parts().size();
                long key = first;
                for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                    out.write(row);
                    // At least as far as with keys one after the other.
                    progress.rows(++rows, last * part + Math.min(last, key++), last * parts);
                }
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        }

        private OptionalLong key(String sql, UUID part, long after) throws SQLException {
            return number(sql.replace(":tenant", String.valueOf(options.tenant()))
                    .replace(":part", "'" + part + "'")
                    .replace(":after", String.valueOf(after)));
        }

        private OptionalLong number(String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                result.next();
                String number = result.getString(1);
                return number == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
            }
        }

        private String statement(String selected, UUID part, long first, long last) {
            return content.sql()
                    .replace(":columns", selected)
                    .replace(":since", selection.since())
                    .replace(":tenant", String.valueOf(options.tenant()))
                    .replace(":part", "'" + part + "'")
                    .replace(":first", String.valueOf(first))
                    .replace(":last", String.valueOf(last))
                    .replace(":restriction", selection.restriction());
        }

        private String header() {
            return selection.columns().stream()
                            .map(column -> cell(column.header()))
                            .collect(Collectors.joining(String.valueOf(options.delimiter())))
                    + '\n';
        }

        private String cell(String text) {
            boolean plain = text.indexOf(options.delimiter()) < 0
                    && text.chars().noneMatch(c -> c == '"' || c == '\n' || c == '\r');
            return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }
}
