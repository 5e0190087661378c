package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** PostgreSQL's own data folder: its creation, its version, its configuration. */
record Cluster(DataDirectory directory, EmbeddedPostgresSettings settings) {

    private static final String CONFIGURATION = "bookingdate.conf";

    boolean exists() {
        return Files.exists(directory.cluster());
    }

    /** Refuses data of another major version: only pg_upgrade or a dump can carry them over. */
    void checkVersion() {
        Path file = directory.cluster().resolve("PG_VERSION");
        try {
            String version = Files.exists(file) ? Files.readString(file).strip() : "an unknown version";
            if (!version.equals(PostgresBinaries.MAJOR_VERSION)) {
                throw new EmbeddedPostgresException(directory.cluster() + " holds data of PostgreSQL " + version
                        + ", this is PostgreSQL " + PostgresBinaries.VERSION
                        + ". Move the data with pg_upgrade or a dump, or name another data folder");
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot read " + file, e);
        }
    }

    /**
     * Creates the data beside their place and moves them there when they are complete. The name is new each time: when
     * this process is killed its initdb goes on writing for a while.
     */
    void create(PostgresProgram program) {
        Leftovers.remove(directory.root(), "cluster.*.tmp");
        Path part = directory.root().resolve("cluster." + UUID.randomUUID() + ".tmp");
        PostgresProgram.Result result = program.run(
                settings.startTimeout(),
                "initdb",
                List.of(
                        "--pgdata=" + part,
                        "--username=" + DataDirectory.USER,
                        "--pwfile=" + directory.password(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // PostgreSQL's own C.UTF-8 sorts the same on every machine; indexes survive a new C library.
                        "--no-locale",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--no-instructions"));
        if (!result.succeeded()) {
            throw new EmbeddedPostgresException("initdb failed in " + part + ":\n" + result.output());
        }
        try {
            Files.writeString(
                    part.resolve("postgresql.conf"), "\ninclude '" + CONFIGURATION + "'\n", StandardOpenOption.APPEND);
            OwnerOnly.moveDurably(part, directory.cluster());
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot complete the new data in " + part, e);
        }
    }

    void configure(int port) {
        Path file = directory.cluster().resolve(CONFIGURATION);
        try {
            OwnerOnly.write(
                    file, String.format(Locale.ROOT, """
                    # Written by every start of the server; changes made here are lost.
                    listen_addresses = '127.0.0.1'
                    port = %d
                    unix_socket_directories = ''
                    password_encryption = 'scram-sha-256'
                    max_connections = %d
                    shared_buffers = '%s'
                    # A commit that was answered survives a crash and a power failure.
                    fsync = on
                    synchronous_commit = on
                    full_page_writes = on
                    # A backfill writes much: fewer checkpoints mean fewer full pages in the log. It is not compressed:
                    # the binaries that were looked at, 18.6 for linux-amd64, have neither lz4 nor zstd.
                    max_wal_size = '2GB'
                    checkpoint_timeout = '15min'
                    timezone = 'UTC'
                    log_timezone = 'UTC'
                    log_line_prefix = '%%m [%%p] '
                    """, port, settings.maxConnections(), settings.sharedBuffers()));
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot write " + file, e);
        }
    }
}
