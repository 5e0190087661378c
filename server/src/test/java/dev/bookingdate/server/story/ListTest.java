package dev.bookingdate.server.story;

import static dev.bookingdate.server.story.Wire.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The list page by page, over HTTP, as callers of several orgs see it. */
class ListTest {

    private static final String ALL = "emea,us-east,us-west";

    private static TestDatabase database;
    private static RunningServer server;
    private static JdbcClient jdbc;
    private static Wire wire;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        server = RunningServer.start(database, "bookingdate.demo.charges=100", "bookingdate.engine.enabled=false");
        jdbc = JdbcClient.create(database.plainDataSource());
        wire = Wire.to(server, RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("delete from scheduled_tasks").update();
        jdbc.sql("delete from backfill_progress").update();
        jdbc.sql("delete from backfill_job").update();
        jdbc.sql("delete from job_scope").update();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Few of the newest, so that each page is taken scope by scope.
                "emea                | 3",
                "emea                | 100",
                "emea,us-west        | 7",
                // Most of them.
                "us-east             | 7",
                "emea,us-east,us-west| 7",
                // A page that ends where the jobs end.
                "emea,us-east,us-west| 400",
                "emea,us-east,us-west| 200",
            })
    void pages_holdEveryVisibleJobOnce_andAreFull_whileThereIsMore(String orgs, int size) {
        insert(400);
        List<String> visible = visible(orgs);
        assertThat(visible).hasSizeGreaterThan(3);

        List<List<String>> pages = pages(orgs, size);

        assertThat(pages.stream().flatMap(List::stream).toList()).isEqualTo(visible);
        assertThat(pages.subList(0, pages.size() - 1))
                .allSatisfy(page -> assertThat(page).hasSize(size));
        assertThat(pages.get(pages.size() - 1)).isNotEmpty();
    }

    @Test
    void pages_areStable_whenJobsAreCreatedBetweenThem() {
        insert(100);
        List<String> before = visible(ALL);

        List<String> paged = new ArrayList<>();
        int created = 0;
        String cursor = null;
        do {
            JsonNode page = page(ALL, 9, cursor);
            page.get("jobs").forEach(job -> paged.add(job.get("id").asString()));
            cursor = next(page);
            jdbc.sql("update backfill_job set status = 'FAILED', ended_on = now() where status = 'ACCEPTED'")
                    .update();
            assertThat(wire.post(JOBS).statusCode()).isEqualTo(200);
            created++;
        } while (cursor != null);

        assertThat(paged).isEqualTo(before);
        assertThat(visible(ALL)).hasSize(before.size() + created);
    }

    @Test
    void page_hasThousandJobs_unlessToldOtherwise() {
        insert(1200);

        JsonNode page = Wire.json(wire.get(JOBS));

        assertThat(page.get("jobs")).hasSize(1000);
        assertThat(next(page)).isNotNull();
        assertThat(page(ALL, 1000, next(page)).get("jobs")).hasSize(1200 - 120 - 1000);
    }

    @Test
    void cursor_isOpaque() {
        insert(2);

        assertThat(next(page(ALL, 1, null))).isNotNull().matches("[A-Za-z0-9_-]{33,512}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A job's id by itself.
                "0199f3a47c5e7d1b8a2f4e6c9d0b1a35",
                // The same bytes as a cursor, spelt in other ways.
                "MDE5OWQ2MDI3YmQxN2E0YzhlMWYyYjNkNGM1ZTZmNzA=",
                "MDE5OWQ2MDI3YmQxN2E0YzhlMWYyYjNkNGM1ZTZmNzB",
                // Upper case, too short, too long, not hexadecimal, nothing.
                "MDE5OUQ2MDI3QkQxN0E0QzhFMUYyQjNENEM1RTZGNzA",
                "MDE5OWQ2MDI3YmQxN2E0YzhlMWYyYjNkNGM1ZTZmNw",
                "MDE5OWQ2MDI3YmQxN2E0YzhlMWYyYjNkNGM1ZTZmNzAw",
                "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg",
                "*",
                "",
            })
    void cursor_isRefused_whenItIsNoNextPage(String cursor) {
        HttpResponse<byte[]> answer = wire.get(JOBS + "?cursor=" + cursor);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Wire.reasons(answer)).isEqualTo("50000027 cursor is not valid. Start again without it.");
    }

    @Test
    void cursor_thatIsSentTwice_isRefused() {
        String cursor = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("0199f3a47c5e7d1b8a2f4e6c9d0b1a35".getBytes(StandardCharsets.US_ASCII));
        assertThat(wire.get(JOBS + "?cursor=" + cursor).statusCode()).isEqualTo(200);

        assertThat(wire.get(JOBS + "?cursor=" + cursor + "&cursor=" + cursor).statusCode())
                .isEqualTo(400);
    }

    private static List<List<String>> pages(String orgs, int size) {
        List<List<String>> pages = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = page(orgs, size, cursor);
            List<String> ids = new ArrayList<>();
            page.get("jobs").forEach(job -> ids.add(job.get("id").asString()));
            pages.add(ids);
            cursor = next(page);
        } while (cursor != null);
        return pages;
    }

    private static JsonNode page(String orgs, int size, @Nullable String cursor) {
        HttpResponse<byte[]> answer = wire.get(
                JOBS + "?pageSize=" + size + (cursor == null ? "" : "&cursor=" + cursor), "Zuora-Org-Ids", orgs);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Wire.json(answer);
    }

    private static @Nullable String next(JsonNode page) {
        JsonNode next = page.get("nextPage");
        return next == null ? null : next.asString();
    }

    private static List<String> visible(String orgs) {
        return jdbc.sql("""
                        select replace(job_id::text, '-', '') from backfill_job
                        where tenant_id = 1001 and (org_ids is null or org_ids <@ cast(:orgs as text[]))
                        order by job_id desc
                        """).param("orgs", "{" + orgs + "}").query(String.class).list();
    }

    /** One job of emea in fifty, one over emea and us-west in a hundred and thirty, one without orgs; us-east has the rest. */
    private static void insert(int jobs) {
        TestJobRows.insert(jdbc, 1001, "00000000-0000-4000-8000-0000000000e1", jobs, """
                case when i = 33 then null
                     when i % 50 = 7 then array['emea']
                     when i % 130 = 9 then array['emea', 'us-west']
                     when i % 10 = 3 then array['emea', 'us-east']
                     when i % 10 = 4 then array['not', 'visible']
                     else array['us-east'] end""");
    }
}
