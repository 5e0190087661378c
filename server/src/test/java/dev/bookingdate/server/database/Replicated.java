package dev.bookingdate.server.database;

import dev.bookingdate.postgres.EmbeddedPostgres;
import dev.bookingdate.postgres.EmbeddedPostgresSettings;
import dev.bookingdate.postgres.ReadyFolder;
import dev.bookingdate.postgres.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A server and a replica that follows it by streaming: two copies of one folder, so that they are of one kin. */
public final class Replicated implements AutoCloseable {

    private static final EmbeddedPostgresSettings SETTINGS = new EmbeddedPostgresSettings(
            0, 60, "16MB", Duration.ofSeconds(60), Duration.ofSeconds(20), Duration.ofSeconds(2));

    private final Path first;
    private final EmbeddedPostgres primary;
    private final EmbeddedPostgres replica;

    private Replicated(Path first, EmbeddedPostgres primary, EmbeddedPostgres replica) {
        this.first = first;
        this.primary = primary;
        this.replica = replica;
    }

    /** Starts both; the server has all tables. */
    public static Replicated start() throws IOException {
        Path first = ReadyFolder.newCopy();
        Path second = ReadyFolder.newCopy();
        EmbeddedPostgres primary = EmbeddedPostgres.start(first, SETTINGS);
        try {
            EmbeddedPostgres replica = Standby.follow(primary, second, SETTINGS);
            Flyway.configure().dataSource(source(primary)).load().migrate();
            return new Replicated(first, primary, replica);
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
        return new DriverManagerDataSource(primary.address().jdbcUrl(), role, password);
    }

    /** Where a driver finds whichever of the two is the primary. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + primary.address().port() + ",127.0.0.1:"
                + replica.address().port() + "/" + primary.address().database() + "?targetServerType=primary";
    }

    public String user() {
        return primary.address().user();
    }

    public String password() {
        return primary.address().password();
    }

    /** From now on a commit waits until the replica has it, unless its session says otherwise. */
    public void makeSynchronous() throws SQLException {
        Standby.makeSynchronous(primary);
    }

    /** From now on the replica receives nothing, and says nothing. */
    public void freezeReception() throws Exception {
        Servers.signal("STOP", receiver());
    }

    public void thawReception() throws Exception {
        Servers.signal("CONT", receiver());
    }

    private long receiver() throws SQLException {
        return Long.parseLong(Servers.query(replica, "select pid from pg_stat_wal_receiver"));
    }

    /** The primary dies, and the replica takes its place. */
    public void failOver() throws Exception {
        Standby.failOver(first, replica);
    }

    /** What the database has that is the primary by now, after a failover. */
    public DataSource promoted() {
        return source(replica);
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
        return new DriverManagerDataSource(
                postgres.address().jdbcUrl(),
                postgres.address().user(),
                postgres.address().password());
    }

    @Override
    public void close() {
        replica.close();
        primary.close();
    }
}
