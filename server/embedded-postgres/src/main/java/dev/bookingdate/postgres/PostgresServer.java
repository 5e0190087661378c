package dev.bookingdate.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/** Starts the server of a data folder unless it runs, and stops it. Everything here happens under the start lock. */
final class PostgresServer {

    private static final int PORT_ATTEMPTS = 3;

    /** @param attached whether it ran already */
    record Running(int port, boolean attached) {}

    private final DataDirectory directory;
    private final EmbeddedPostgresSettings settings;
    private final Cluster cluster;
    private final ServerProbe probe;
    private final ServerLog serverLog;
    private final ServerSearch search;
    private final RunningLock lock;

    PostgresServer(DataDirectory directory, EmbeddedPostgresSettings settings, String password) {
        this.directory = directory;
        this.settings = settings;
        this.cluster = new Cluster(directory, settings);
        this.probe = new ServerProbe(password, settings.answerTimeout());
        this.serverLog = new ServerLog(directory.log());
        this.lock = new RunningLock(directory, settings.answerTimeout());
        this.search = new ServerSearch(directory, settings, probe, lock, this::stopper);
    }

    Running attachOrStart() {
        if (cluster.exists()) {
            cluster.checkVersion();
        }
        Optional<Running> found = search.attach();
        return found.isPresent() ? found.get() : start();
    }

    boolean runs() {
        return postmaster().isPresent();
    }

    void stop() {
        postmaster().ifPresent(running -> stopper().stop(running, settings.stopTimeout()));
    }

    private Optional<Postmaster> postmaster() {
        return Postmaster.read(directory.cluster()).filter(Postmaster::isAlive);
    }

    private Running start() {
        PostgresProgram program = program();
        if (!cluster.exists()) {
            cluster.create(program);
        }
        serverLog.rotateIfLong();
        for (int attempt = 1; ; attempt++) {
            int port = settings.port() == 0 ? freePort() : settings.port();
            cluster.configure(port);
            long logged = serverLog.size();
            PostgresProgram.Result result = pgCtlStart(program);
            if (result.succeeded()) {
                return ready(port, logged);
            }
            lock.refuseIfHeld(result);
            String tail = serverLog.tailSince(logged);
            if (tail.contains("lock file \"postmaster.pid\" already exists")) {
                // A starter that was killed has let its server loose in this very moment.
                Optional<Running> other = search.attach();
                if (other.isPresent()) {
                    return other.get();
                }
            } else if (settings.port() != 0 || !tail.contains("could not bind") || attempt == PORT_ATTEMPTS) {
                throw failed("PostgreSQL did not start on port " + port + ": " + result.output(), tail);
            }
            if (attempt == PORT_ATTEMPTS) {
                throw failed("PostgreSQL did not start: " + result.output(), tail);
            }
        }
    }

    /** pg_ctl puts the server into a session of its own, so that Ctrl-C at our terminal does not reach it. */
    private PostgresProgram.Result pgCtlStart(PostgresProgram program) {
        long seconds = settings.startTimeout().toSeconds();
        return lock.heldBy(program)
                .run(
                        settings.startTimeout().plusSeconds(10),
                        "pg_ctl",
                        List.of(
                                "start",
                                "--wait",
                                "--silent",
                                "--timeout=" + seconds,
                                "--pgdata=" + directory.cluster(),
                                "--log=" + serverLog.file()));
    }

    private Running ready(int port, long logged) {
        ServerProbe.Answer answer = probe.ask(port);
        if (answer == ServerProbe.Answer.DATABASE_MISSING) {
            probe.createDatabase(port);
        } else if (answer != ServerProbe.Answer.READY) {
            throw failed(
                    "PostgreSQL runs on port " + port + " but does not let us in (" + answer + ")",
                    serverLog.tailSince(logged));
        }
        return new Running(port, false);
    }

    private static EmbeddedPostgresException failed(String what, String tail) {
        return new EmbeddedPostgresException(what.strip() + "\nIts log ends:\n" + tail);
    }

    private PostgresProgram program() {
        PostgresBinaries binaries = new PostgresBinaries(
                directory, PostgresPlatform.current().archive(PostgresServer.class.getClassLoader()));
        return new PostgresProgram(binaries.unpacked(), RootUser.commandPrefix());
    }

    private PostmasterStop stopper() {
        return new PostmasterStop(program());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot find a free port on 127.0.0.1", e);
        }
    }
}
