package dev.bookingdate.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.job.JobId;
import dev.bookingdate.server.job.Jobs;
import dev.bookingdate.server.job.TestJobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tenant is told that a job has ended: signed, at least once, and whatever its endpoint does. */
@Tag("long")
@ExtendWith(OutputCaptureExtension.class)
class WebhookTest {

    private static final UUID ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e1");
    private static final WebhookProperties PROPERTIES = new WebhookProperties(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofHours(24));

    /** For an endpoint that says nothing; nothing else is held to it, on however busy a machine. */
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private static TestDatabase own;

    /** One request as the endpoint got it. */
    private record Received(Map<String, List<String>> headers, String path, String body) {
        String header(String name) {
            return headers.getOrDefault(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), List.of(""))
                    .get(0);
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final DataSource database = own.dataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final Jobs jobs = TestJobs.create(database, key -> {});
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WebhookSender sender = sender(PROPERTIES.timeout());
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = exchange -> exchange.sendResponseHeaders(204, -1);
    private HttpServer endpoint;
    private String out = "";
    private String err = "";

    @BeforeAll
    static void create() {
        own = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        own.close();
    }

    @BeforeEach
    void start() throws IOException {
        own.empty();
        jdbc.sql("""
                        insert into tenant (tenant_id, name, time_zone) values (1, 'One', 'UTC'), (2, 'Two', 'UTC');
                        insert into entity values (1, :entity, 'e1'), (2, :entity, 'e1')
                        """).param("entity", ENTITY).update();
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.setExecutor(threads);
        endpoint.createContext("/", exchange -> {
            received.add(new Received(
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            try (exchange) {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        endpoint.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        endpoint.stop(0);
        threads.shutdownNow();
    }

    @Test
    void endOfAJob_isTold_signed_andOnce() throws Exception {
        String secret = webhook(1);
        JobId id = end(1);
        Instant before = Instant.now();

        sender.round();
        sender.round();

        assertThat(received).hasSize(1);
        Received told = received.peek();
        assertThat(told.path()).isEqualTo("/told?token=private");
        JsonNode body = new JsonMapper().readTree(told.body());
        assertThat(body.get("type").asString()).isEqualTo("job.ended");
        assertThat(Instant.parse(body.get("timestamp").asString()))
                .isBetween(before.minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(body.get("data").toString())
                .isEqualTo("{\"tenantId\":1,\"entityId\":\"" + ENTITY + "\",\"jobId\":\"" + id
                        + "\",\"status\":\"STOPPED\",\"dryRun\":false}");
        // As a receiver does it, with nothing of the server's.
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        byte[] signature =
                mac.doFinal((told.header("webhook-id") + "." + told.header("webhook-timestamp") + "." + told.body())
                        .getBytes(UTF_8));
        assertThat(told.header("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(signature));
        assertThat(Instant.ofEpochSecond(Long.parseLong(told.header("webhook-timestamp"))))
                .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        assertThat(waiting()).isZero();
        assertThat(count("delivered")).isEqualTo(1);
    }

    @Test
    void withoutAWebhook_nothingIsWritten_andOneOfAnotherTenantHearsNothing() {
        end(1);
        webhook(2);
        end(1);

        sender.round();

        assertThat(waiting()).isZero();
        assertThat(received).isEmpty();
    }

    @Test
    void deliveryOfAnEndThatIsRolledBack_isRolledBack() {
        webhook(1);
        JobId id = jobs.create(caller(1));
        var transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        transactions.executeWithoutResult(status -> {
            jobs.stop(caller(1), id.toString());
            assertThat(waiting()).isEqualTo(1);
            status.setRollbackOnly();
        });

        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "404", "redirect", "silence", "closed"})
    void endpointThatFails_isAskedAgainLater_withTheSame(String fault, CapturedOutput log) {
        webhook(1);
        String secret = out.substring(out.indexOf("whsec_")).strip();
        answer = switch (fault) {
            case "redirect" ->
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    exchange.sendResponseHeaders(307, -1);
                };
            case "silence" -> exchange -> over.await();
            case "closed" -> HttpExchange::close;
            default -> exchange -> exchange.sendResponseHeaders(Integer.parseInt(fault), -1);
        };
        end(1);
        // On a busy machine what is given up so soon may not even have got there.
        boolean silent = fault.equals("silence");
        WebhookSender first = silent ? sender(IMPATIENT) : sender;

        for (int attempt = 1; attempt <= 3; attempt++) {
            first.round();
            assertThat(waiting()).isEqualTo(1);
            assertThat(secondsUntilDue()).isBetween(30L * (1 << (attempt - 1)) - 25, 30L * (1 << (attempt - 1)));
            assertThat(received).hasSizeBetween(silent ? 0 : attempt, attempt);
            jdbc.sql("update webhook_delivery set due_on = clock_timestamp()").update();
        }
        answer = exchange -> exchange.sendResponseHeaders(200, 0);
        sender.round();

        assertThat(waiting()).isZero();
        assertThat(received).extracting(Received::path).containsOnly("/told?token=private");
        assertThat(received)
                .extracting(one -> one.header("webhook-id"))
                .containsOnly(received.peek().header("webhook-id"));
        assertThat(received)
                .extracting(Received::body)
                .containsOnly(received.peek().body());
        assertThat(count("failed")).isEqualTo(3);
        assertThat(count("delivered")).isEqualTo(1);
        assertThat(log.getAll()).doesNotContain("private").doesNotContain(secret);
    }

    @Test
    void answerWithoutEnd_isNotRead() {
        webhook(1);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] much = new byte[1 << 16];
                while (over.getCount() > 0) {
                    body.write(much);
                }
            }
        };
        end(1);

        sender.round();

        assertThat(waiting()).isZero();
    }

    @Test
    void endpointThatHangs_holdsUpItsOwnTenantAlone_andNoJob() {
        webhook(1);
        webhook(2, "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/two");
        answer = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/two")) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                over.await();
            }
        };
        IntStream.range(0, 20).forEach(i -> end(1));
        JobId second = end(2);
        CompletableFuture<Void> round = CompletableFuture.runAsync(sender::round);

        await().until(() -> received.stream().anyMatch(one -> one.body().contains(second.toString())));
        assertThat(end(1)).isNotNull();

        jdbc.sql("update webhook_delivery set due_on = 'infinity'").update();
        over.countDown();
        round.join();
    }

    @Test
    void twoNodes_sendEachOnce() {
        webhook(1);
        List<String> ids =
                IntStream.range(0, 30).mapToObj(i -> end(1).toString()).toList();
        WebhookSender other = sender(PROPERTIES.timeout());

        CompletableFuture.allOf(CompletableFuture.runAsync(sender::round), CompletableFuture.runAsync(other::round))
                .join();
        sender.round();

        assertThat(waiting()).isZero();
        assertThat(received)
                .extracting(one ->
                        new JsonMapper().readTree(one.body()).at("/data/jobId").asString())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void endpointThatIsDead_isGivenUpAfterADay_andCounted() {
        webhook(1);
        endpoint.stop(0);
        end(1);
        sender.round();
        jdbc.sql("update webhook_delivery set created_on = created_on - interval '23 hours 59 minutes'")
                .update();
        sender.round();
        assertThat(waiting()).isEqualTo(1);
        jdbc.sql("update webhook_delivery set created_on = created_on - interval '1 minute 1 second'")
                .update();

        sender.round();

        assertThat(waiting()).isZero();
        assertThat(count("failed")).isEqualTo(1);
        assertThat(count("given-up")).isEqualTo(1);
    }

    @Test
    void nodeThatDies_overAnAttempt_costsAPause() {
        webhook(1);
        end(1);
        List<Delivery> taken = new Deliveries(jdbc).take(16, PROPERTIES.firstPause(), PROPERTIES.longestPause());
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).toString()).doesNotContain("private");

        sender.round();
        assertThat(received).isEmpty();
        jdbc.sql("update webhook_delivery set due_on = clock_timestamp()").update();
        sender.round();

        assertThat(received).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void sender_looksByItself_andAtOnceWhenItIsTold() {
        webhook(1);
        sender.start();
        end(1);
        sender.lookNow();

        await().until(() -> received.size() == 1);

        sender.stop();
        assertThat(sender.isRunning()).isFalse();
    }

    @Test
    void set_keepsTheSecret_unlessANewOneIsAskedFor() {
        webhook(1);
        assertThat(run("set", "1", "--url=https://example.com/other")).isZero();
        assertThat(out).contains("The secret is the one that it was.").doesNotContain("whsec_");
        assertThat(run("set", "1", "--url=https://example.com/other", "--new-secret"))
                .isZero();
        assertThat(out).contains("whsec_");
        assertThat(run("list")).isZero();
        assertThat(out)
                .startsWith("tenant=1 url=https://example.com/other waiting=0 since=")
                .doesNotContain("whsec_");

        end(1);
        assertThat(run("remove", "1")).isZero();
        assertThat(waiting()).isZero();
        assertThat(run("remove", "1")).isEqualTo(1);
        assertThat(err).isEqualTo("Tenant 1 has no webhook.\n");
        assertThat(run("set", "7", "--url=https://example.com")).isEqualTo(1);
        assertThat(err).isEqualTo("There is no tenant 7.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "ftp://example.com/",
                "https:///path",
                "https://user:word@example.com/",
                "https://example.com/#part",
                "http://127.0.0.1.example.com/",
                "example.com",
                "https://exa mple.com/"
            })
    void set_rejectsUrls_thatAreNotHttps_withoutEchoingThem(String url) {
        assertThat(run("set", "1", "--url=" + url)).isEqualTo(2);
        assertThat(err).contains("https").doesNotContain("word");
    }

    private WebhookSender sender(Duration timeout) {
        return new WebhookSender(new Deliveries(jdbc), new Endpoint(Clock.systemUTC(), timeout), PROPERTIES, meters);
    }

    private String webhook(long tenant) {
        return webhook(tenant, "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/told?token=private");
    }

    private String webhook(long tenant, String url) {
        assertThat(run("set", Long.toString(tenant), "--url=" + url)).isZero();
        return out.substring(out.indexOf("whsec_")).strip();
    }

    /** A stop ends a job that nobody has claimed. */
    private JobId end(long tenant) {
        JobId id = jobs.create(caller(tenant));
        jobs.stop(caller(tenant), id.toString());
        return id;
    }

    private static Caller caller(long tenant) {
        return new Caller(tenant, "", "jane", ENTITY, null);
    }

    private long waiting() {
        return jdbc.sql("select count(*) from webhook_delivery")
                .query(Long.class)
                .single();
    }

    private long secondsUntilDue() {
        return jdbc.sql("select ceil(extract(epoch from due_on - clock_timestamp()))::bigint from webhook_delivery")
                .query(Long.class)
                .single();
    }

    private double count(String outcome) {
        return meters.counter("bookingdate.webhooks", "outcome", outcome).count();
    }

    private int run(String... args) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int exitCode = new CommandLine(new WebhooksCommand(own::plainDataSource))
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(complained))
                .execute(args);
        out = printed.toString();
        err = complained.toString();
        return exitCode;
    }
}
