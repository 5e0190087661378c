package dev.bookingdate.server.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.ConflictException;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.contracts.spec.PromisedAnswers;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.promise.AnswersSeen;
import dev.bookingdate.server.story.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.json.JsonMapper;

/** {@link SurfacePropertyTest} in small, on a server under a context path: it answers there as it does without one. */
@Tag("long")
class SurfaceUnderContextPathTest {

    private static final String CONTEXT = "/billing";
    private static final int REQUESTS = 700;
    private static final String SECRET = "surface-secret";
    private static final String MULTI_ORG = "00000000-0000-4000-8000-00000000c101";
    private static final PromisedAnswers PROMISED = PromisedAnswers.read();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<Integer> STATUSES = new TreeSet<>();

    private static TestDatabase database;
    private static RunningServer server;
    private static int port;
    private static Map<String, String> known;

    @BeforeContainer
    static void start() throws Exception {
        database = TestDatabase.createWithoutTables();
        server = RunningServer.start(
                database,
                "server.servlet.context-path=" + CONTEXT,
                "bookingdate.engine.enabled=false",
                "logging.level.dev.bookingdate=error");
        port = URI.create(server.address()).getPort();
        String hash = new BCryptPasswordEncoder(4).encode(SECRET);
        try (var connection = database.plainDataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(new ClassPathResource("surface/surface.sql")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("HASH", hash));
        }
        known = Map.of(
                "{multi}", token(MULTI_ORG),
                "{single}", token("00000000-0000-4000-8000-00000000c102"),
                "{several}", token("00000000-0000-4000-8000-00000000c103"),
                "{last}", "0199f3a47c5e7d1b8a2f4e6c9d0b1a03");
    }

    @AfterContainer
    static void stop() {
        server.close();
        database.close();
        AnswersSeen.check();
        assertThat(STATUSES).contains(200, 400, 401, 403, 404, 405, 409, 413, 415);
    }

    @Provide
    Arbitrary<WireRequest> requests() {
        return WireRequests.all();
    }

    @Property(tries = REQUESTS, seed = "20261128", shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void everyRequest_isAnsweredAsPromised(@ForAll("requests") WireRequest generated) throws IOException {
        WireRequest request = generated.knowing(known);
        List<WireAnswer> answers = exchange(request);
        if (!request.cut()) {
            assertThat(answers).as("an answer to\n%s", request).isNotEmpty();
        }
        answers.forEach(answer -> STATUSES.add(answer.status()));
        assertThat(answers).as("answers to\n%s", request).allMatch(answer -> answer.status() < 500);
        if (!answers.isEmpty() && !request.cut() && request.target().startsWith("/")) {
            assertThat(PROMISED.violations(
                            request.method(), request.target(), answers.get(0).asAnswer()))
                    .as("%s\nto\n%s", new String(answers.get(0).body(), StandardCharsets.UTF_8), request)
                    .isEmpty();
        }
    }

    /** As its users have it: the context path is a part of the base URL. */
    @Example
    void theClient_works() {
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(server.address() + CONTEXT)
                .credentials(MULTI_ORG, SECRET)
                .build()) {
            // What the generated requests have left behind.
            for (BackfillJob left : client.jobs().list()) {
                if (left.getStatus().equals(JobStatus.ACCEPTED)) {
                    client.jobs().stop(left.getId());
                }
            }
            String job = client.jobs().create("the client's key").getJobId();
            assertThat(client.jobs().create("the client's key").getJobId()).isEqualTo(job);
            client.jobs().stop(job);
            assertThat(client.jobs().get(job).getStatus()).isEqualTo(JobStatus.STOPPED);
            assertThatThrownBy(() -> client.jobs().stop("0199f3a47c5e7d1b8a2f4e6c9d0b1a04"))
                    .isInstanceOf(ConflictException.class);
            assertThat(client.jobs().list()).extracting(BackfillJob::getId).contains(job);
        }
    }

    /** From page to page by what the page before has said. */
    @Example
    void theList_goesOnFromPageToPage() throws IOException {
        Set<String> jobs = new TreeSet<>();
        String cursor = "";
        do {
            WireAnswer page = exchange(WireRequest.of("GET", WireRequests.JOBS + "?pageSize=1" + cursor)
                            .with("Authorization", "Bearer " + known.get("{multi}")))
                    .get(0);
            assertThat(page.status()).isEqualTo(200);
            var body = JSON.readTree(page.body());
            body.get("jobs").forEach(job -> jobs.add(job.get("id").asString()));
            cursor = body.has("nextPage") ? "&cursor=" + body.get("nextPage").asString() : "";
        } while (!cursor.isEmpty());
        assertThat(jobs).contains("0199f3a47c5e7d1b8a2f4e6c9d0b1a03", "0199f3a47c5e7d1b8a2f4e6c9d0b1a04");
    }

    private static List<WireAnswer> exchange(WireRequest request) throws IOException {
        WireRequest under =
                request.target(request.target().replaceFirst("^(http://localhost)?/", "$1" + CONTEXT + "/"));
        return WireAnswer.exchange(port, under.bytes(), request.method().equals("HEAD"));
    }

    private static String token(String client) throws IOException {
        WireRequest request = WireRequest.of("POST", "/oauth/token")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body("grant_type=client_credentials&client_secret=" + SECRET + "&client_id=" + client);
        return JSON.readTree(exchange(request).get(0).body())
                .get("access_token")
                .asString();
    }
}
