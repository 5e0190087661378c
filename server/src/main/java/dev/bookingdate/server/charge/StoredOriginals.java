package dev.bookingdate.server.charge;

import dev.bookingdate.server.charge.ChargeRowReader.Identity;
import dev.bookingdate.server.database.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** Looks for originals in the database, many at a time. */
final class StoredOriginals implements AutoCloseable {

    private static final int AT_A_TIME = 5_000;

    private final Connection connection;
    private final String sql =
            SqlFile.of(ChargeImport.class, "missing-originals.sql").text();
    private final List<Integer> rows = new ArrayList<>();
    private final List<Identity> identities = new ArrayList<>();
    private final BitSet missing = new BitSet();

    /** Takes over the connection. */
    StoredOriginals(Connection connection) {
        this.connection = connection;
    }

    void lookFor(int row, Identity identity) throws SQLException {
        rows.add(row);
        identities.add(identity);
        if (rows.size() == AT_A_TIME) {
            look();
        }
    }

    /** The rows whose original is not there, of all that were looked for. */
    BitSet missing() throws SQLException {
        look();
        return missing;
    }

    private void look() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, 1, "bigint", identities.stream().map(Identity::tenant));
            set(statement, 2, "uuid", identities.stream().map(Identity::entity));
            set(
                    statement,
                    3,
                    "text",
                    identities.stream().map(identity -> Objects.requireNonNull(identity.originalId())));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    missing.set(rows.get(result.getInt(1) - 1));
                }
            }
        }
        rows.clear();
        identities.clear();
    }

    private void set(PreparedStatement statement, int parameter, String type, java.util.stream.Stream<?> values)
            throws SQLException {
        statement.setArray(parameter, connection.createArrayOf(type, values.toArray()));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
