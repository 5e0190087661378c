package dev.bookingdate.server.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server with its two ports, and what is to be found on each. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagementTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<Integer> WHILE_STOPPING = new CopyOnWriteArrayList<>();

    private static TestDatabase database;
    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        var application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean(AskedWhileStopping.class, () -> new AskedWhileStopping()));
        server = application.run(
                "--server.port=0",
                "--management.server.port=0",
                "--bookingdate.demo.charges=1",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/health/engine"
            })
    void health_isUp_andTellsNothingElse(String path) throws Exception {
        HttpResponse<String> answer = get(management(path));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = new JsonMapper().readTree(answer.body());
        assertThat(body.get("status").asString()).isEqualTo("UP");
        assertThat(body.has("components")).isFalse();
        assertThat(answer.body()).doesNotContain("ostgre", "db", "disk");
    }

    @Test
    void info_namesVersionAndContract() throws Exception {
        JsonNode body =
                new JsonMapper().readTree(get(management("/actuator/info")).body());
        assertThat(body.get("build").get("version").asString()).isNotEmpty();
        assertThat(body.get("contract").get("sha256").asString()).matches("[0-9a-f]{64}");
    }

    @Test
    void metrics_countCallsByOperation_andTellOfThePools() throws Exception {
        get(api("/v1/uno/data-backfill/bookingdate/jobs"));
        await().untilAsserted(
                        () -> assertThat(get(management("/actuator/prometheus")).body())
                                .containsPattern(
                                        "http_server_requests_seconds_count\\{[^}]*operation=\"listBookingDateBackfillJobs\"[^}]*status=\"401\"")
                                .containsPattern("http_server_requests_seconds_bucket\\{[^}]*le=\"0.05\"")
                                .contains("hikaricp_connections_active{pool=\"HikariPool")
                                .contains("hikaricp_connections_active{pool=\"engine\"")
                                .contains("jvm_memory_used_bytes"));
    }

    @Test
    void metrics_haveTheFiguresBehindThePromises() throws Exception {
        assertThat(get(management("/actuator/prometheus")).body())
                .contains("bookingdate_stop_seconds_bucket{le=\"1.0\"}")
                .contains("bookingdate_chunk_seconds_bucket{le=\"0.05\"}")
                .contains("bookingdate_records_total{outcome=\"updated\"}")
                .contains("bookingdate_records_total{outcome=\"failed\"}")
                .contains("bookingdate_throttled_seconds_total{reason=\"rate\"}")
                .contains("bookingdate_takeovers_total")
                .contains("bookingdate_zombies_refused_total");
    }

    /** An alert on a metric that nobody exposes would never ring. */
    @ParameterizedTest
    @ValueSource(strings = {"alerts.yml", "dashboard.json"})
    void metrics_haveAllThatAlertsAndDashboardAskFor(String file) throws Exception {
        Path deploy = Path.of(System.getProperty("contract.consumers"), "../../deploy");
        Set<String> wanted = Pattern.compile("\\b(bookingdate|http|hikaricp|jvm|process|tomcat)_[a-z_]+")
                .matcher(Files.readString(deploy.resolve(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        get(api("/v1/uno/data-backfill/bookingdate/jobs"));

        assertThat(wanted).hasSizeGreaterThan(6);
        await().untilAsserted(() -> assertThat(exposed()).containsAll(wanted));
    }

    private static Set<String> exposed() throws Exception {
        return get(management("/actuator/prometheus"))
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/beans",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/actuator/metrics",
                "/actuator/mappings",
                "/actuator/shutdown",
                "/actuator/threaddump",
                "/actuator/configprops",
                "/oauth/token",
                "/v1/uno/data-backfill/bookingdate/jobs",
                "/"
            })
    void nothingElse_isOnTheManagementPort(String path) throws Exception {
        assertThat(get(management(path)).statusCode()).isEqualTo(404);
        assertThat(HTTP.send(
                                HttpRequest.newBuilder(management(path))
                                        .POST(BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isIn(404, 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/info",
                "/actuator/prometheus",
                "/livez",
                "/readyz"
            })
    void nothingOfIt_isOnTheApisPort(String path) throws Exception {
        assertThat(get(api(path)).statusCode()).isEqualTo(401);
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(api(path))
                        .header("Authorization", "Bearer " + token())
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"50000040\"");
    }

    @Test
    void managementPort_isBoundToThisMachine() throws IOException {
        InetAddress elsewhere = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .findFirst()
                .orElse(null);
        assumeTrue(elsewhere != null, "has no other address");
        assertThatThrownBy(() -> new Socket(elsewhere, port("local.management.port")).close())
                .isInstanceOf(IOException.class);
        new Socket(elsewhere, port("local.server.port")).close();
    }

    /** It still stops jobs, and whoever runs them hears of it. */
    @Test
    @Order(Order.DEFAULT + 1)
    void engineIsDown_whereItDoesNotRun_andTheNodeIsReady() throws Exception {
        assertThat(get(management("/actuator/prometheus")).body()).contains("bookingdate_engine_up 1.0");
        var engine = server.getBeansOfType(SmartLifecycle.class).entrySet().stream()
                .filter(bean -> bean.getKey().equals("engine"))
                .findFirst()
                .orElseThrow()
                .getValue();

        engine.stop();

        assertThat(get(management("/actuator/health/engine")).statusCode()).isEqualTo(503);
        assertThat(get(management("/actuator/prometheus")).body()).contains("bookingdate_engine_up 0.0");
        assertThat(get(management("/actuator/health/readiness")).statusCode()).isEqualTo(200);
        assertThat(get(management("/actuator/health/liveness")).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(Order.DEFAULT + 2)
    void readiness_isDown_whileTheDatabaseIsOutOfReach_andLivenessIsUp() throws Exception {
        String token = token();
        JdbcClient shared = JdbcClient.create(TestDatabase.shared());
        shared.sql("alter database " + database.name() + " allow_connections false")
                .update();
        try {
            shared.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database.name()
                            + "'")
                    .query()
                    .listOfRows();
            HttpResponse<String> answer = getWithinTwoSeconds("/actuator/health/readiness");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("DOWN").doesNotContain("ostgre", "Exception", database.name());
            assertThat(get(management("/actuator/health/liveness")).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> stop = HTTP.send(
                    HttpRequest.newBuilder(
                                    api("/v1/uno/data-backfill/bookingdate/jobs/0199f3a47c5e7d1b8a2f4e6c9d0b1a01"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .PUT(BodyPublishers.ofString("{\"status\":\"Stopping\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(stop.statusCode()).isEqualTo(503);
            assertThat(stop.headers().firstValue("Retry-After")).isPresent();
        } finally {
            shared.sql("alter database " + database.name() + " allow_connections true")
                    .update();
        }
        await().until(() -> get(management("/actuator/health/readiness")).statusCode() == 200);
    }

    /** Asked while everything else of the server still stands. */
    @Test
    @Order(Order.DEFAULT + 3)
    void readiness_refusesFirst_whenTheServerStops() {
        server.close();
        assertThat(WHILE_STOPPING).containsExactly(503, 200, 401);
    }

    @Test
    void aPortThatIsTaken_isNamedWithItsOption() {
        var environment = new MockEnvironment().withProperty("management.server.port", "8081");
        FailureAnalysis management = new PortTaken(environment).analyze(new PortInUseException(8081));
        assertThat(management.getDescription()).contains("8081", "health and metrics");
        assertThat(management.getAction()).contains("--management.server.port=N");
        assertThat(new PortTaken(environment)
                        .analyze(new PortInUseException(8080))
                        .getAction())
                .contains("--server.port=N");
    }

    /** Stops first of all, and uses the occasion. */
    private static final class AskedWhileStopping implements SmartLifecycle {

        private boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            try {
                WHILE_STOPPING.add(get(management("/actuator/health/readiness")).statusCode());
                WHILE_STOPPING.add(get(management("/actuator/health/liveness")).statusCode());
                WHILE_STOPPING.add(
                        get(api("/v1/uno/data-backfill/bookingdate/jobs")).statusCode());
            } catch (Exception e) {
                WHILE_STOPPING.add(-1);
            }
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    private static String token() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(api("/oauth/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials&client_secret=demo-secret"
                                + "&client_id=00000000-0000-4000-8000-000000000001"))
                        .build(),
                BodyHandlers.ofString());
        return new JsonMapper().readTree(answer.body()).get("access_token").asString();
    }

    /** Load balancers ask with a time-out of their own, and take what comes later for dead. */
    private static HttpResponse<String> getWithinTwoSeconds(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(management(path))
                        .timeout(Duration.ofSeconds(2))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static URI management(String path) {
        return URI.create("http://127.0.0.1:" + port("local.management.port") + path);
    }

    private static URI api(String path) {
        return URI.create("http://127.0.0.1:" + port("local.server.port") + path);
    }

    private static int port(String property) {
        return server.getEnvironment().getRequiredProperty(property, Integer.class);
    }
}
