package dev.bookingdate.server.story;

import static dev.bookingdate.server.story.Wire.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;

/**
 * What belongs to another tenant, entity or org looks like what does not exist: the same bytes, the same headers, and the
 * same statements, so that the time does not tell either.
 */
class OthersJobsTest {

    private static final String SECRET = "others-secret";
    private static final String ENTITY = "00000000-0000-4000-8000-00000000b001";
    private static final String OTHER_ENTITY = "00000000-0000-4000-8000-00000000b002";
    private static final String OTHER_TENANTS_ENTITY = "00000000-0000-4000-8000-00000000b003";
    private static final String UNKNOWN = "0199f3a47c5e7d1b8a2f4e6c9d0bffff";

    /** What differs from call to call, whoever calls for what. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "date",
            "connection", // Closed after every hundredth answer.
            "zuora-request-id",
            "traceparent",
            "ratelimit-remaining",
            "ratelimit-reset",
            "concurrency-limit-remaining");

    private static TestDatabase database;
    private static RunningServer server;
    private static JdbcClient jdbc;
    private static Wire me;
    private static Wire otherTenant;
    private static Wire otherEntity;
    private static Wire otherOrg;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        server = RunningServer.start(database, "bookingdate.engine.enabled=false");
        jdbc = JdbcClient.create(database.plainDataSource());
        jdbc.sql("insert into tenant (tenant_id, name, time_zone, multi_org)"
                        + " values (51, 'a', 'UTC', true), (52, 'b', 'UTC', true)")
                .update();
        jdbc.sql(
                        "insert into entity (tenant_id, entity_id, name) values (51, '%s', 'a'), (51, '%s', 'b'), (52, '%s', 'c')"
                                .formatted(ENTITY, OTHER_ENTITY, OTHER_TENANTS_ENTITY))
                .update();
        me = client(51, ENTITY, "{o1,o2}", "me");
        otherTenant = client(52, OTHER_TENANTS_ENTITY, "{o1,o2}", "stranger");
        otherEntity = client(51, OTHER_ENTITY, "{o1,o2}", "sibling");
        otherOrg = client(51, ENTITY, "{o1,o2,o3}", "colleague");
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACCEPTED", "PROCESSING", "COMPLETED", "FAILED", "STOPPED"})
    void get_and_stop_ofAJobThatTheCallerMayNotSee_areThoseOfAnUnknownOne(String status) {
        Map<String, String> hidden = othersJobs(status);
        for (Function<String, HttpResponse<byte[]>> call :
                List.<Function<String, HttpResponse<byte[]>>>of(id -> me.get(JOBS + "/" + id), id -> me.stop(id))) {
            Seen unknown = see(() -> call.apply(UNKNOWN));
            assertThat(unknown.answer()).startsWith("404").contains("50000040");
            assertThat(unknown.statements()).hasSizeGreaterThan(1);

            hidden.forEach((whose, id) ->
                    assertThat(see(() -> call.apply(id))).as(whose).isEqualTo(unknown));
            // That a text is no id the caller sees for itself, so there is nothing to ask the database.
            for (String noId : List.of("x".repeat(32), UNKNOWN.toUpperCase(Locale.ROOT), "%20".repeat(32))) {
                assertThat(see(() -> call.apply(noId)).answer()).as(noId).isEqualTo(unknown.answer());
            }
        }
        assertThat(jdbc.sql("select count(*) from backfill_job where status <> :status")
                        .param("status", status)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aJobThatTouchesAnOrgOutsideTheCall_isUnknownToTheCall() {
        clear();
        String mine = jobId(me.post(JOBS));
        assertThat(me.get(JOBS + "/" + mine).statusCode()).isEqualTo(200);

        Seen unknown = see(() -> me.get(JOBS + "/" + UNKNOWN, "Zuora-Org-Ids", "o1"));
        assertThat(see(() -> me.get(JOBS + "/" + mine, "Zuora-Org-Ids", "o1"))).isEqualTo(unknown);
        assertThat(see(() -> me.stop(mine, "Zuora-Org-Ids", "o1")).answer()).isEqualTo(unknown.answer());
        assertThat(me.get(JOBS + "/" + mine).statusCode()).isEqualTo(200);
    }

    @Test
    void create_whileAHiddenJobIsActive_namesNothingOfIt() {
        Map<String, String> hidden = othersJobs("PROCESSING");
        HttpResponse<byte[]> answer = me.post(JOBS);
        String body = new String(answer.body(), StandardCharsets.UTF_8);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Wire.reasons(answer)).startsWith("50000050");
        assertThat(body).doesNotContain(hidden.values()).doesNotContain("o3", "colleague");
        // Who may see it is told its id.
        assertThat(Wire.reasons(otherOrg.post(JOBS))).contains(hidden.get("another org"));
    }

    @Test
    void list_showsNothingOfOthers() {
        othersJobs("COMPLETED");
        HttpResponse<byte[]> answer = me.get(JOBS);
        assertThat(Wire.json(answer).get("jobs")).isEmpty();
        assertThat(Wire.json(answer).get("nextPage")).isNull();
        assertThat(Wire.json(otherOrg.get(JOBS)).get("jobs")).hasSize(1);
    }

    @Test
    void aCursorOfAnother_isAPlaceInTime_andNothingElse() {
        clear();
        TestJobRows.insert(jdbc, 52, OTHER_TENANTS_ENTITY, 4, "'{o1}'::text[]");
        TestJobRows.insert(jdbc, 51, ENTITY, 3, "'{o1}'::text[]");
        List<String> mine = ids(me.get(JOBS));
        String theirs =
                Wire.json(otherTenant.get(JOBS + "?pageSize=2")).get("nextPage").asString();

        HttpResponse<byte[]> page = me.get(JOBS + "?cursor=" + theirs);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(mine).hasSize(3).containsSubsequence(ids(page));
    }

    @Test
    void aForeignEntityOrOrg_isRefusedTheSameWhetherThereIsOneOrNot() {
        clear();
        Wire several = client(51, ENTITY + "," + OTHER_ENTITY, "{o1,o2}", "several");
        Seen nowhere = see(() -> several.get(JOBS, "Zuora-Entity-Ids", "00000000-0000-4000-8000-00000000ffff"));
        assertThat(nowhere.answer()).startsWith("403");
        assertThat(see(() -> several.get(JOBS, "Zuora-Entity-Ids", OTHER_TENANTS_ENTITY)))
                .isEqualTo(nowhere);

        Seen noOrg = see(() -> me.get(JOBS, "Zuora-Org-Ids", "o1,no-such-org"));
        assertThat(noOrg.answer()).startsWith("403");
        assertThat(see(() -> me.get(JOBS, "Zuora-Org-Ids", "o1,o3"))).isEqualTo(noOrg);
    }

    /** One job each of another tenant, entity and org, by whose it is. */
    private static Map<String, String> othersJobs(String status) {
        clear();
        Map<String, String> jobs = new HashMap<>();
        jobs.put("another tenant", jobId(otherTenant.post(JOBS)));
        jobs.put("another entity", jobId(otherEntity.post(JOBS)));
        jobs.put("another org", jobId(otherOrg.post(JOBS)));
        boolean ended = Set.of("COMPLETED", "FAILED", "STOPPED").contains(status);
        jdbc.sql("""
                update backfill_job
                set status = :status,
                    ended_on = case when :ended then clock_timestamp() end,
                    stop_requested_on = case when :status = 'STOPPED' then clock_timestamp() end
                """).param("status", status).param("ended", ended).update();
        return jobs;
    }

    private static void clear() {
        for (String table : List.of("scheduled_tasks", "backfill_progress", "backfill_job", "job_scope")) {
            jdbc.sql("delete from " + table).update();
        }
    }

    private static Wire client(long tenantId, String entities, String orgs, String username) {
        String clientId = UUID.randomUUID().toString();
        jdbc.sql("""
                insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids)
                values (:clientId, :hash, :tenantId, '4c7a9e1b2d3f48609a8b7c6d5e4f3021', :username,
                        string_to_array(:entities, ',')::uuid[], cast(:orgs as text[]))""")
                .param("clientId", clientId)
                .param("hash", "{bcrypt}" + new BCryptPasswordEncoder(4).encode(SECRET))
                .param("tenantId", tenantId)
                .param("username", username)
                .param("entities", entities)
                .param("orgs", orgs)
                .update();
        return Wire.to(server, clientId, SECRET);
    }

    private static String jobId(HttpResponse<byte[]> created) {
        return Wire.json(created).get("jobId").asString();
    }

    private static List<String> ids(HttpResponse<byte[]> page) {
        List<String> ids = new ArrayList<>();
        for (JsonNode job : Wire.json(page).get("jobs")) {
            ids.add(job.get("id").asString());
        }
        return ids;
    }

    /**
     * What a caller sees of a call, and what the call cost.
     *
     * @param answer status, headers and body, without what is of the moment
     * @param statements what the database was asked, in order
     */
    private record Seen(String answer, List<String> statements) {}

    private static Seen see(Supplier<HttpResponse<byte[]>> call) {
        Logger logger = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
        var events = new ListAppender<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                event.prepareForDeferredProcessing(); // Else what is of the call is looked up when it is over.
                super.append(event);
            }
        };
        events.start();
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(events);
        try {
            HttpResponse<byte[]> answer = call.get();
            String requestId = answer.headers().firstValue("Zuora-Request-Id").orElseThrow();
            return new Seen(visible(answer), statements(List.copyOf(events.list), requestId));
        } finally {
            logger.detachAppender(events);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    private static String visible(HttpResponse<byte[]> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(name -> OF_THE_MOMENT.contains(name.toLowerCase(Locale.ROOT)));
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        for (String id : List.of("requestId", "processId")) {
            body = body.replace(Wire.json(answer).get(id).asString(), id);
        }
        return answer.statusCode() + "\n" + headers + "\n" + body;
    }

    private static List<String> statements(List<ILoggingEvent> events, String requestId) {
        return events.stream()
                .filter(event -> event.getMDCPropertyMap().containsValue(requestId))
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.startsWith("Executing prepared SQL statement"))
                // A node looks at its keys when it is time to, whatever is asked.
                .filter(message -> !message.contains("signing_key"))
                .toList();
    }
}
