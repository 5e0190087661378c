package dev.bookingdate.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Asks a server on 127.0.0.1 for a connection, as the owner of the database. */
final class ServerProbe {

    // Not a record: the text of a record would show the password.
    private final String password;
    private final Duration timeout;

    ServerProbe(String password, Duration timeout) {
        this.password = password;
        this.timeout = timeout;
    }

    enum Answer {
        READY,
        DATABASE_MISSING,
        /** It starts, recovers or shuts down. */
        NOT_NOW,
        PASSWORD_REFUSED,
        NONE
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Answer ask(int port) {
        try (Connection connection = connect(port, DataDirectory.DATABASE)) {
            return connection.isClosed() ? Answer.NONE : Answer.READY;
        } catch (SQLException e) {
            return answer(e.getSQLState());
        }
    }

    void createDatabase(int port) {
        try (Connection connection = connect(port, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DataDirectory.DATABASE);
        } catch (SQLException e) {
            throw new EmbeddedPostgresException("cannot create the database " + DataDirectory.DATABASE, e);
        }
    }

    private Connection connect(int port, String database) throws SQLException {
        String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
        Properties properties = new Properties();
        properties.setProperty("user", DataDirectory.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", seconds);
        // A frozen server's kernel still accepts connections; only the silence after that tells.
        properties.setProperty("socketTimeout", seconds);
        return DriverManager.getConnection(url(port, database), properties);
    }

    private static Answer answer(@Nullable String sqlState) {
        return switch (sqlState == null ? "" : sqlState) {
            case "3D000" -> Answer.DATABASE_MISSING;
            case "57P03" -> Answer.NOT_NOW;
            case "28P01", "28000" -> Answer.PASSWORD_REFUSED;
            // Too many connections: it is busy, and it is ours, since it knows the user.
            case "53300" -> Answer.READY;
            default -> Answer.NONE;
        };
    }
}
