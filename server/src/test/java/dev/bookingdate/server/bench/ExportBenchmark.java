package dev.bookingdate.server.bench;

import dev.bookingdate.server.charge.DemoCharges;
import dev.bookingdate.server.export.ExportCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import picocli.CommandLine;

/** An export of all charges of a tenant against one COPY of the same columns in one statement, both into a file. */
final class ExportBenchmark implements Benchmark {

    private static final String PLAIN =
            "copy (select charge_id, original_id, charge_number, segment, version, created_on,"
                    + " booking_date, account_id, org_id from rate_plan_charge where tenant_id = " + DemoCharges.TENANT
                    + ") to stdout (format csv, header)";

    private final List<Long> sizes = Option.numbers("bench.rows", "1000000,10000000");
    private final int rounds = Option.rounds();

    @Override
    public Duration limit() {
        return Duration.ofHours(1);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        Report.Table table =
                report.table("charges", "one COPY rows/s", "export rows/s", "÷ one COPY", "export .gz rows/s");
        try (BenchPostgres postgres = BenchPostgres.start(report)) {
            for (long rows : sizes) {
                try (BenchDatabase database = postgres.load(rows, 90)) {
                    Samples plain = new Samples();
                    Samples csv = new Samples();
                    Samples gzip = new Samples();
                    Samples ratio = new Samples();
                    for (int round = 0; round < rounds; round++) {
                        double one = rows / seconds(() -> copy(database, Report.FOLDER.resolve("plain.csv")));
                        double ours = rows / seconds(() -> export(database, Report.FOLDER.resolve("export.csv")));
                        double packed = rows / seconds(() -> export(database, Report.FOLDER.resolve("export.csv.gz")));
                        plain.add(one);
                        csv.add(ours);
                        gzip.add(packed);
                        ratio.add(ours / one);
                        report.round(Map.of("rows", rows, "round", round, "copy", one, "csv", ours, "gz", packed));
                    }
                    table.row(
                            rows,
                            plain.spread("%,.0f"),
                            csv.spread("%,.0f"),
                            ratio.spread("%.2f"),
                            gzip.spread("%,.0f"));
                }
            }
        }
    }

    private static void copy(BenchDatabase database, Path file) throws SQLException, IOException {
        try (Connection connection = database.dataSource().getConnection();
                OutputStream out = Files.newOutputStream(file)) {
            new CopyManager(connection.unwrap(BaseConnection.class)).copyOut(PLAIN, out);
        }
    }

    private static void export(BenchDatabase database, Path file) {
        CommandLine line = new CommandLine(new ExportCommand(database::dataSource));
        StringWriter said = new StringWriter();
        line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        if (line.execute("--tenant=" + DemoCharges.TENANT, file.toString()) != 0) {
            throw new IllegalStateException(said.toString());
        }
    }

    private static double seconds(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private interface Work {
        void run() throws Exception;
    }
}
