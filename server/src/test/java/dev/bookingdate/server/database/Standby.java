package dev.bookingdate.server.database;

import dev.bookingdate.postgres.EmbeddedPostgres;
import dev.bookingdate.postgres.EmbeddedPostgresSettings;
import dev.bookingdate.postgres.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.awaitility.Awaitility;

/** How a copy of a server's folder becomes its replica, and takes its place. */
final class Standby {

    private Standby() {}

    /** Starts a server on a copy that was made at rest; it follows the primary by streaming. */
    static EmbeddedPostgres follow(EmbeddedPostgres primary, Path copy, EmbeddedPostgresSettings settings)
            throws IOException {
        Files.writeString(
                Servers.cluster(copy).resolve("postgresql.conf"),
                "\nprimary_conninfo = 'host=127.0.0.1 port=" + primary.address().port() + " user="
                        + primary.address().user() + " password="
                        + primary.address().password() + "'\n",
                StandardOpenOption.APPEND);
        Files.createFile(Servers.cluster(copy).resolve("standby.signal"));
        return EmbeddedPostgres.start(copy, settings);
    }

    /** From now on a commit waits until the replica has it, unless its session says otherwise. */
    static void makeSynchronous(EmbeddedPostgres primary) throws SQLException {
        waitForNames(primary, "*");
        Awaitility.await()
                .until(() -> Servers.query(primary, "select max(sync_state) from pg_stat_replication"), "sync"::equals);
    }

    /** The primary dies, and the replica takes its place. It has no replica to wait for. */
    static void failOver(Path primary, EmbeddedPostgres replica) throws IOException, SQLException {
        Servers.kill(primary);
        waitForNames(replica, "");
        Servers.query(replica, "select pg_promote()");
    }

    /** Commits wait for replicas of these names: {@code *} for any, an empty one for none. */
    static void waitForNames(EmbeddedPostgres postgres, String names) throws SQLException {
        Servers.execute(postgres, "alter system set synchronous_standby_names = '" + names + "'");
        Servers.execute(postgres, "select pg_reload_conf()");
    }
}
