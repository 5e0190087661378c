package dev.bookingdate.server.charge;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** How a tenant's own files name the columns of a charge, in their order. */
public final class ChargeNames {

    private ChargeNames() {}

    /** The names that imports have kept; empty before the first one. */
    public static List<String> of(Connection connection, long tenant) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select charge_header from tenant where tenant_id = ?")) {
            statement.setLong(1, tenant);
            try (ResultSet row = statement.executeQuery()) {
                Array names = row.next() ? row.getArray(1) : null;
                return names == null ? List.of() : List.of((String[]) names.getArray());
            }
        }
    }

    static void keep(Connection connection, long tenant, List<String> names) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update tenant set charge_header = ? where tenant_id = ?")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.setLong(2, tenant);
            statement.executeUpdate();
        }
    }
}
