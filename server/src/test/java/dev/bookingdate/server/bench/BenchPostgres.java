package dev.bookingdate.server.bench;

import dev.bookingdate.postgres.EmbeddedPostgres;
import dev.bookingdate.postgres.EmbeddedPostgresSettings;
import dev.bookingdate.server.charge.DemoCharges;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL of the benchmarks' own, started as the server starts it, durable and with autovacuum on. Charges are loaded
 * once into a template; each round works on a copy of its files.
 */
final class BenchPostgres implements AutoCloseable {

    private static final String PREFIX = "bench_";

    private final EmbeddedPostgres postgres;
    private int number;

    private BenchPostgres(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static BenchPostgres start(Report report) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                Report.FOLDER.resolve("postgres"),
                new EmbeddedPostgresSettings(
                        0, 200, "128MB", Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(10)));
        // Also when the run is ended from outside.
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-bench-postgres"));
        BenchPostgres bench = new BenchPostgres(postgres);
        bench.dropAll();
        JdbcClient jdbc = bench.server().jdbc();
        report.setting(
                "PostgreSQL",
                jdbc.sql("show server_version").query(String.class).single());
        for (String name : List.of("shared_buffers", "max_wal_size", "checkpoint_timeout", "fsync", "autovacuum")) {
            report.setting(name, jdbc.sql("show " + name).query(String.class).single());
        }
        return bench;
    }

    /** The tables of the server, without charges. */
    BenchDatabase empty() {
        BenchDatabase database = create("");
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        return database;
    }

    /**
     * Charges as the demo makes them, as they lie once autovacuum has been there.
     *
     * @param rows how many the tenant of the job has; another tenant has a ninth of that
     */
    BenchDatabase load(long rows, int fillfactor) throws SQLException {
        BenchDatabase template = empty();
        JdbcClient jdbc = template.jdbc();
        jdbc.sql("alter table rate_plan_charge set (fillfactor = " + fillfactor + ")")
                .update();
        new DemoCharges(template.dataSource()).fill(rows * 10 / 9, Option.SEED);
        jdbc.sql("vacuum (freeze, analyze)").update();
        return template;
    }

    /** A database with the same files, all of them on disk, so that the next checkpoint is far. */
    BenchDatabase copy(BenchDatabase template) {
        BenchDatabase copy = create(" template " + template.name() + " strategy file_copy");
        checkpoint();
        return copy;
    }

    void checkpoint() {
        server().jdbc().sql("checkpoint").update();
    }

    /** Drops what the benchmark made, and stops the server. */
    @Override
    public void close() {
        dropAll();
        postgres.close();
    }

    private BenchDatabase create(String template) {
        String name = PREFIX + ++number;
        server().jdbc().sql("create database " + name + template).update();
        return new BenchDatabase(postgres, name);
    }

    private void dropAll() {
        server().jdbc()
                .sql("select datname from pg_database where starts_with(datname, :prefix)")
                .param("prefix", PREFIX)
                .query(String.class)
                .list()
                .forEach(name -> new BenchDatabase(postgres, name).close());
    }

    private BenchDatabase server() {
        return BenchDatabase.ofServer(postgres);
    }
}
