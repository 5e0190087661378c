package dev.bookingdate.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A server and a replica that follows it by streaming: two copies of one folder, so that they are of one kin. */
public final class Replicated implements AutoCloseable {

    private final EmbeddedPostgres primary;
    private final EmbeddedPostgres replica;

    private Replicated(EmbeddedPostgres primary, EmbeddedPostgres replica) {
        this.primary = primary;
        this.replica = replica;
    }

    /** Starts both; the server has all tables. */
    public static Replicated start() throws IOException {
        Path first = ReadyFolder.newCopy();
        Path second = ReadyFolder.newCopy();
        EmbeddedPostgres primary = EmbeddedPostgres.start(first, Servers.SETTINGS);
        try {
            Files.writeString(
                    Servers.cluster(second).resolve("postgresql.conf"),
                    "\nprimary_conninfo = 'host=127.0.0.1 port=" + primary.port() + " user=" + primary.user()
                            + " password=" + primary.password() + "'\n",
                    StandardOpenOption.APPEND);
            Files.createFile(Servers.cluster(second).resolve("standby.signal"));
            EmbeddedPostgres replica = EmbeddedPostgres.start(second, Servers.SETTINGS);
            Flyway.configure().dataSource(source(primary)).load().migrate();
            return new Replicated(primary, replica);
        } catch (IOException | RuntimeException e) {
            primary.close();
            throw e;
        }
    }

    public DataSource primary() {
        return source(primary);
    }

    /** The same for another role. */
    public DataSource primaryAs(String role, String password) {
        return new DriverManagerDataSource(primary.jdbcUrl(), role, password);
    }

    /** From now on the replica receives, but shows nothing new. */
    public void pauseReplay() throws SQLException {
        Servers.query(replica, "select pg_wal_replay_pause()");
        Awaitility.await()
                .until(() -> Servers.query(replica, "select pg_get_wal_replay_pause_state()"), "paused"::equals);
    }

    public void resumeReplay() throws SQLException {
        Servers.query(replica, "select pg_wal_replay_resume()");
    }

    private static DataSource source(EmbeddedPostgres postgres) {
        return new DriverManagerDataSource(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Override
    public void close() {
        replica.close();
        primary.close();
    }
}
