package dev.bookingdate.postgres;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own in a folder of our own, shared by all processes of this machine that open the folder.
 *
 * <pre>{@code
 * try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of("data"), EmbeddedPostgresSettings.defaults())) {
 *     DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
 * }
 * }</pre>
 *
 * <p>The first process starts the server, the next ones attach to it, and the last one to close stops it. A process that
 * is killed leaves the server running, and the next start attaches to it. There is no shutdown hook: the owner closes.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final DataDirectory directory;
    private final EmbeddedPostgresSettings settings;
    private final PostgresServer server;
    private final PostgresAddress address;
    private final boolean attached;
    private final ServerUser use;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<@Nullable EmbeddedPostgresWatch> watch = new AtomicReference<>();

    private EmbeddedPostgres(
            DataDirectory directory,
            EmbeddedPostgresSettings settings,
            PostgresServer server,
            PostgresAddress address,
            boolean attached,
            ServerUser use) {
        this.directory = directory;
        this.settings = settings;
        this.server = server;
        this.address = address;
        this.attached = attached;
        this.use = use;
    }

    /**
     * Starts the server of a data folder, or attaches to it when it is running already. The folder is created when it
     * is not there; from then on only its owner can read it.
     *
     * @throws EmbeddedPostgresException when the server does not start, with the end of its log
     */
    public static EmbeddedPostgres start(Path dataDir, EmbeddedPostgresSettings settings) {
        long begin = System.nanoTime();
        DataDirectory directory = DataDirectory.open(dataDir);
        return StartLock.whileHeld(
                directory.startLock(), settings.startTimeout(), () -> startLocked(directory, settings, begin));
    }

    /** Returns where it listens, and who may connect. */
    public PostgresAddress address() {
        return address;
    }

    /** Tells whether the server was running already, so that somebody else had started it. */
    public boolean attached() {
        return attached;
    }

    /**
     * Sees to it from now on that the server runs as long as this is open: one that has ended by itself is started again,
     * at the port that this process's connections know.
     *
     * @return this
     */
    public EmbeddedPostgres keepRunning() {
        EmbeddedPostgresWatch added = new EmbeddedPostgresWatch(this);
        if (watch.compareAndSet(null, added)) {
            added.start();
        }
        return this;
    }

    /**
     * Starts the server again where it has ended by itself, at the port that this process's connections know.
     *
     * @return whether it had ended
     * @throws EmbeddedPostgresException when it does not start, or somebody else has started it at another port
     */
    boolean revive() {
        if (closed.get() || server.runs()) {
            return false;
        }
        return StartLock.whileHeld(directory.startLock(), settings.startTimeout(), () -> {
            if (closed.get()) {
                return false;
            }
            PostgresServer.Running again = new PostgresServer(
                            directory, settings.withPort(address.port()), address.password())
                    .attachOrStart();
            if (again.port() != address.port()) {
                throw new EmbeddedPostgresException("another process has started PostgreSQL at port " + again.port()
                        + ", and this one knows it at port " + address.port() + "; restart this one");
            }
            return true;
        });
    }

    /**
     * Lets go of the server, and stops it when no other live process uses it. Closing twice does nothing.
     *
     * @throws EmbeddedPostgresException when the server does not stop; its data are safe all the same
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        EmbeddedPostgresWatch watching = watch.get();
        if (watching != null) {
            watching.close();
        }
        StartLock.whileHeld(directory.startLock(), settings.startTimeout(), () -> {
            use.close();
            if (ServerUser.anyAlive(directory.users())) {
                log.info("left PostgreSQL in {} running for others", directory.root());
            } else {
                server.stop();
                log.info("stopped PostgreSQL in {}", directory.root());
            }
            return true;
        });
    }

    private static EmbeddedPostgres startLocked(
            DataDirectory directory, EmbeddedPostgresSettings settings, long begin) {
        ServerUser use = ServerUser.register(directory.users());
        boolean done = false;
        try {
            String password = Password.readOrCreate(directory);
            PostgresServer server = new PostgresServer(directory, settings, password);
            PostgresServer.Running running = server.attachOrStart();
            log.info(
                    "{} PostgreSQL in {} ms, port {}, data in {}",
                    running.attached() ? "attached to" : "started",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                    running.port(),
                    directory.root());
            done = true;
            return new EmbeddedPostgres(
                    directory,
                    settings,
                    server,
                    new PostgresAddress(running.port(), password),
                    running.attached(),
                    use);
        } finally {
            if (!done) {
                use.close();
            }
        }
    }
}
