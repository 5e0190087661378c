package dev.bookingdate.server.bench;

import dev.bookingdate.server.charge.DemoCharges;
import dev.bookingdate.server.story.TestJobRows;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Stops a second against a route that does nothing in the same server, and pages of a list of many jobs. */
final class HttpBenchmark implements Benchmark {

    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final String STOP = "{\"status\":\"Stopping\"}";
    private static final String UNKNOWN = "0".repeat(32);
    private static final String EMPTY = "empty handler";
    private static final String WITH_LIMITS = "repeated stop, with limits";
    private static final String DISTINCT = "first stop of distinct jobs";

    private static final class Series {
        private final Samples perSecond = new Samples();
        private final Samples ratio = new Samples();
        private final Samples p50 = new Samples();
        private final Samples p99 = new Samples();
    }

    private final int rounds = Option.rounds();
    private final int seconds = Option.number("bench.seconds", 5);
    private final int jobs = Option.number("bench.jobs", 20_000);
    private final int listed = Option.number("bench.listed", 100_000);
    private final int pages = Option.number("bench.pages", 300);
    private final int warmUp = Option.number("bench.warmup", 15);

    @Override
    public Duration limit() {
        return Duration.ofHours(1);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("rounds", rounds);
        report.setting("seconds", seconds);
        report.setting("callers", Load.CALLERS + " connections, in another process on the same machine");
        report.setting("server", "one process with " + NodeProcess.HEAP + ", its engine at rest");
        try (BenchPostgres postgres = BenchPostgres.start(report)) {
            try (BenchDatabase database = postgres.empty()) {
                stops(report, database);
            }
            try (BenchDatabase database = postgres.empty()) {
                list(report, database);
            }
        }
    }

    private void stops(Report report, BenchDatabase database) throws Exception {
        new DemoCharges(database.dataSource()).fill(100, Option.SEED);
        List<String> ids = insertJobs(database);
        try (NodeProcess node = NodeProcess.launch(
                        ServerWithEmptyRoute.class,
                        database,
                        "bookingdate.engine.enabled=false",
                        "logging.level.root=warn");
                NodeProcess limited = NodeProcess.launch(
                        ServerWithEmptyRoute.class,
                        database,
                        "bookingdate.engine.enabled=false",
                        "logging.level.root=warn",
                        "bookingdate.limits.enabled=true",
                        "bookingdate.limits.calls-per-minute=100000000",
                        "bookingdate.limits.calls-per-hour=1000000000",
                        "bookingdate.limits.calls-per-day=1000000000")) {
            node.awaitReady();
            limited.awaitReady();
            String token = token(node);
            Map<String, Load> loads = new LinkedHashMap<>();
            loads.put(EMPTY, load(node, token, 200, ServerWithEmptyRoute.PATH));
            loads.put("repeated stop", load(node, token, 200, JOBS + "/" + ids.get(0)));
            loads.put(WITH_LIMITS, load(limited, token, 200, JOBS + "/" + ids.get(0)));
            loads.put("unknown id", load(node, token, 404, JOBS + "/" + UNKNOWN));
            loads.put(DISTINCT, distinct(node, token, ids));
            Map<String, Series> all = new LinkedHashMap<>();
            loads.keySet().forEach(kind -> all.put(kind, new Series()));
            warmUp(database, loads);
            for (int round = 0; round < rounds; round++) {
                round(report, database, loads, all, round);
            }
            Report.Table table =
                    report.table("PUT", "a second", "÷ empty handler", "at half of that: p50 ms", "p99 ms");
            all.forEach((kind, series) -> table.row(
                    kind,
                    series.perSecond.spread("%.0f"),
                    series.ratio.spread("%.2f"),
                    series.p50.spread("%.1f"),
                    series.p99.spread("%.1f")));
        }
    }

    /** A server that has just started is slow. One of the two gets one kind of call only, and so has to get more of it. */
    private void warmUp(BenchDatabase database, Map<String, Load> loads) {
        loads.forEach((kind, load) -> {
            makeReady(database, kind);
            load.asManyAsPossible(kind.equals(WITH_LIMITS) ? 3 * warmUp : warmUp);
        });
    }

    private void round(
            Report report, BenchDatabase database, Map<String, Load> loads, Map<String, Series> all, int round) {
        Map<String, Double> rates = new LinkedHashMap<>();
        loads.forEach((kind, load) -> {
            makeReady(database, kind);
            rates.put(kind, load.asManyAsPossible(seconds).perSecond());
        });
        Map<String, Object> values = new LinkedHashMap<>(Map.of("round", round));
        loads.forEach((kind, load) -> {
            makeReady(database, kind);
            Samples millis = load.at(rates.get(kind) / 2, seconds).millis();
            values.put(kind + " a second", rates.get(kind));
            values.put(kind + " p99 ms at half", millis.percentile(99));
            Series series = all.get(kind);
            series.perSecond.add(rates.get(kind));
            series.ratio.add(rates.get(kind) / rates.get(EMPTY));
            series.p50.add(millis.percentile(50));
            series.p99.add(millis.percentile(99));
        });
        report.round(values);
    }

    private static Load load(NodeProcess node, String token, int status, String path) {
        byte[] request = KeptConnection.request("PUT", path, node.port(), token, STOP);
        return new Load(node.port(), status, number -> request);
    }

    private static Load distinct(NodeProcess node, String token, List<String> ids) {
        return new Load(
                node.port(),
                200,
                number -> number >= ids.size()
                        ? null
                        : KeptConnection.request("PUT", JOBS + "/" + ids.get(number), node.port(), token, STOP));
    }

    /** Accepted jobs, all of one entity: the index that allows one at a time gives way to one that costs the same. */
    private List<String> insertJobs(BenchDatabase database) {
        database.jdbc().sql("drop index backfill_job_active").update();
        database.jdbc().sql("""
                create index backfill_job_active on backfill_job (tenant_id, entity_id)
                where status in ('ACCEPTED', 'PROCESSING')""").update();
        TestJobRows.insert(
                database.jdbc(),
                DemoCharges.TENANT,
                DemoCharges.ENTITY.toString(),
                jobs,
                "array['emea', 'us-east', 'us-west']");
        database.jdbc()
                .sql("update backfill_job set stop_requested_on = now(), status = 'STOPPED'")
                .update();
        database.jdbc().sql("vacuum (full, analyze) backfill_job").update();
        return database.jdbc()
                .sql("select replace(cast(job_id as text), '-', '') from backfill_job order by job_id")
                .query(String.class)
                .list();
    }

    private static void makeReady(BenchDatabase database, String kind) {
        if (kind.equals(DISTINCT)) {
            database.jdbc().sql("""
                            update backfill_job
                            set status = 'ACCEPTED', stop_requested_on = null, ended_on = null
                            where job_id > (select job_id from backfill_job order by job_id limit 1)""").update();
            database.jdbc().sql("vacuum analyze backfill_job").update();
        }
    }

    private void list(Report report, BenchDatabase database) throws Exception {
        new DemoCharges(database.dataSource()).fill(100, Option.SEED);
        // us-west: one of 10,000, and all over the years; us-east: one of ten.
        TestJobRows.insert(database.jdbc(), DemoCharges.TENANT, DemoCharges.ENTITY.toString(), listed, """
                    case when i % 10000 = 7 then array['us-west']
                         when i % 10 = 3 then array['us-east']
                         else array['emea', 'us-east', 'us-west'] end""");
        database.jdbc().sql("analyze").update();
        Report.Table table = report.table("list of " + listed + " jobs", "p50 ms", "p90 ms", "p99 ms", "max ms");
        try (NodeProcess node =
                NodeProcess.start(database, "bookingdate.engine.enabled=false", "logging.level.root=warn")) {
            String token = token(node);
            for (String orgs : List.of("emea,us-east,us-west", "us-east", "us-west", "emea")) {
                for (int size : List.of(20, 100, 1000)) {
                    Samples millis = pages(node, token, orgs, size);
                    table.row(
                            "pageSize=" + size + " as " + orgs,
                            Report.number("%.1f", millis.percentile(50)),
                            Report.number("%.1f", millis.percentile(90)),
                            Report.number("%.1f", millis.percentile(99)),
                            Report.number("%.1f", millis.max()));
                }
            }
        }
    }

    private Samples pages(NodeProcess node, String token, String orgs, int size) throws IOException {
        byte[] request = KeptConnection.request(
                "GET", JOBS + "?pageSize=" + size, node.port(), token + "\r\nZuora-Org-Ids: " + orgs, "");
        Samples millis = new Samples();
        try (KeptConnection connection = new KeptConnection(node.port())) {
            for (int i = -pages / 3; i < pages; i++) {
                long before = System.nanoTime();
                int status = connection.call(request);
                if (status != 200) {
                    throw new IllegalStateException("answered with " + status);
                }
                if (i >= 0) {
                    millis.add((System.nanoTime() - before) / 1e6);
                }
            }
        }
        return millis;
    }

    private static String token(NodeProcess node) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.address() + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + NodeProcess.CLIENT_ID
                        + "&client_secret=" + NodeProcess.CLIENT_SECRET))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(body).get("access_token").asString();
    }
}
