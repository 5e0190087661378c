package dev.bookingdate.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.story.RunningServer;
import dev.bookingdate.server.story.TestJobRows;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** What people do on the console, against the whole server. Jobs are slowed down, so that there is time to look at them. */
@Tag("long")
@Timeout(120)
class ConsoleBrowserTest {

    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";
    private static final String BOTH = "00000000-0000-4000-8000-00000000d002";
    private static final String READER = "00000000-0000-4000-8000-00000000d001";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static TestDatabase database;
    private static RunningServer server;
    private static BackfillClient client;
    private static BackfillClient otherTenant;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        server = RunningServer.start(
                database,
                "bookingdate.demo.charges=20000",
                "bookingdate.engine.window-rows=200",
                "bookingdate.throttle.rows-per-second=1000");
        client = client(Tab.CLIENT);
        otherTenant = client(Tab.OTHER_TENANT);
    }

    @AfterAll
    static void end() {
        client.close();
        otherTenant.close();
        server.close();
        database.close();
    }

    @AfterEach
    void nothingIsLeftRunning() {
        for (BackfillJob job : client.jobs().list()) {
            if (job.getEndedOn() == null) {
                client.jobs().stopAndAwait(job.getId(), Duration.ofSeconds(20));
            }
        }
    }

    @Test
    void aPerson_signsIn_createsAJob_watchesIt_andStopsIt() {
        try (Tab tab = chromium.tab(server.address())) {
            tab.signIn();
            tab.button("New backfill").click();
            tab.button("Start backfill").click();
            tab.sees("^[1-9][0-9,]* of 18,000");
            tab.sees("Held up: a limit of 1000 records per second");
            String id = tab.page().url().replaceFirst(".*/jobs/([^?]*).*", "$1");

            tab.button("Stop").click();
            Locator dialog = tab.page().getByRole(AriaRole.DIALOG);
            assertThat(dialog).containsText("charges have their new date and will keep it.");
            assertThat(dialog).containsText(Pattern.compile("[0-9,]+ charges of 18,000 will not be looked at."));
            assertThat(tab.button("Keep running")).isFocused();
            tab.page().keyboard().press("Escape");
            assertThat(dialog).isHidden();
            assertThat(tab.button("Stop")).isFocused();
            assertThat(client.jobs().get(id).getStopRequestedOn()).isNull();

            tab.button("Stop").click();
            tab.button("Stop backfill").click();
            tab.seesStatus("Stopped", 15);
            tab.sees("Stop asked for");
            BackfillJob stopped = client.jobs().get(id);
            assertThat(stopped.getStatus()).isEqualTo(JobStatus.STOPPED);
            tab.sees(String.format(Locale.ROOT, "^%,d of 18,000", stopped.getRecordsProcessed()));

            tab.button("Sign out").click();
            tab.sees("You are signed out");
            assertThat(tab.page()
                            .evaluate(
                                    "JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie"))
                    .isEqualTo("{}{}");
        }
    }

    @Test
    void wrongCredentials_areReported_andTheRightOnesThenTaken() {
        try (Tab tab = chromium.tab(server.address())) {
            tab.signIn(Tab.CLIENT, "not-the-secret");
            assertThat(tab.page().getByRole(AriaRole.ALERT))
                    .containsText("the client id or the client secret is not valid");
            assertThat(tab.page().getByLabel("Client secret")).isFocused();

            tab.signIn();
            assertThat(tab.heading("Backfills")).isVisible();
            assertThat(tab.page().evaluate("JSON.stringify(sessionStorage)").toString())
                    .doesNotContain(Tab.SECRET);
        }
    }

    @Test
    void aStop_isSentOnce_thoughItIsPressedTwice() {
        try (Tab tab = chromium.tab(server.address())) {
            List<Request> stops = new CopyOnWriteArrayList<>();
            tab.page().onRequest(request -> {
                if (request.method().equals("PUT")) {
                    stops.add(request);
                }
            });
            String id = client.jobs().create().getJobId();
            tab.signIn();
            tab.buttonLike("^Stop backfill").click();
            tab.button("Stop backfill").dblclick();
            tab.seesStatusOf(id, "Stopped", 15);

            assertThat(stops).hasSize(1);
            assertThat(client.jobs().get(id).getStatus()).isEqualTo(JobStatus.STOPPED);
        }
    }

    @Test
    void aStopInOneTab_isSeenInTheOther_andIsNoErrorThere() {
        try (Tab one = chromium.tab(server.address());
                Tab other = chromium.tab(server.address())) {
            String id = client.jobs().create().getJobId();
            one.signIn();
            other.signIn();
            one.buttonLike("^Stop backfill").click();
            other.buttonLike("^Stop backfill").click();
            one.button("Stop backfill").click();
            one.seesStatusOf(id, "Stopped", 15);

            other.sees("There is nothing left to stop: it is stopped");
            other.button("Close").click();
            other.seesStatusOf(id, "Stopped", 15);
        }
    }

    @Test
    void anotherTenantsJob_isNotThere() {
        String foreign = otherTenant.jobs().create().getJobId();
        otherTenant.jobs().stopAndAwait(foreign, Duration.ofSeconds(20));
        try (Tab tab = chromium.tab(server.address())) {
            tab.open("/console#/jobs/" + foreign).signIn();

            assertThat(tab.heading("No such job")).isVisible();
            assertThat(tab.button("Stop")).isHidden();
        }
    }

    @Test
    void clockThatIsAnHourOff_changesNothing() {
        try (Tab tab = chromium.tab(server.address())) {
            tab.page().clock().setSystemTime(System.currentTimeMillis() - 3_600_000);
            String id = client.jobs().create().getJobId();
            tab.open("/console#/jobs/" + id).signIn();

            tab.sees("Has worked for [0-9]+ s\\.");
            tab.page().clock().setSystemTime(System.currentTimeMillis() + 7_200_000);
            tab.page().reload();
            // The token has ended by that clock, and the server still takes it.
            tab.sees("Has worked for [0-9]+ s\\.");
        }
    }

    @Test
    void aReader_seesNoButtonThatWouldBeRefused() {
        JdbcClient.create(database.plainDataSource())
                .sql("""
                        insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids, may)
                        values (:id, :hash, 1001, '4c7a9e1b2d3f48609a8b7c6d5e4f3021', 'auditor@example.com',
                                cast('{00000000-0000-4000-8000-0000000000e1}' as uuid[]), '{emea,us-east,us-west}', '{read}')
                        on conflict do nothing""")
                .param("id", READER)
                .param("hash", "{bcrypt}" + new BCryptPasswordEncoder(4).encode("reader-secret"))
                .update();
        client.jobs().create();
        try (Tab tab = chromium.tab(server.address())) {
            tab.signIn(READER, "reader-secret");

            tab.sees("These credentials may not create jobs");
            tab.sees("Held up");
            assertThat(tab.buttonLike("^Stop|^New backfill|^Dry run")).hasCount(0);
        }
    }

    @Test
    void token_isRenewedSilently_whileTheTabIsOpen() {
        try (Tab tab = chromium.tab(server.address())) {
            List<Request> tokens = new CopyOnWriteArrayList<>();
            List<Integer> refused = new CopyOnWriteArrayList<>();
            tab.page().onRequest(request -> {
                if (request.url().endsWith("/oauth/token")) {
                    tokens.add(request);
                }
            });
            tab.page().onResponse(answer -> {
                if (answer.status() == 401) {
                    refused.add(answer.status());
                }
            });
            client.jobs().create();
            tab.signIn();
            tab.sees("Held up");
            tab.page().clock().setSystemTime(System.currentTimeMillis() + 3_590_000);

            tab.page().waitForCondition(() -> tokens.size() == 2);
            assertThat(tab.heading("Backfills")).isVisible();
            assertThat(refused).isEmpty();
        }
    }

    @Test
    void severalEntities_areChosenFrom_andNamedInEachCall() {
        JdbcClient jdbc = JdbcClient.create(database.plainDataSource());
        jdbc.sql("""
                        insert into entity (tenant_id, entity_id, name)
                        values (1001, '00000000-0000-4000-8000-0000000000e9', 'second') on conflict do nothing""").update();
        jdbc.sql("""
                        insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids)
                        values (:id, :hash, 1001, '4c7a9e1b2d3f48609a8b7c6d5e4f3021', 'both@example.com',
                                cast('{00000000-0000-4000-8000-0000000000e9,00000000-0000-4000-8000-0000000000e1}' as uuid[]), '{emea,us-east,us-west}')
                        on conflict do nothing""")
                .param("id", BOTH)
                .param("hash", "{bcrypt}" + new BCryptPasswordEncoder(4).encode("both-secret"))
                .update();
        client.jobs().create();
        try (Tab tab = chromium.tab(server.address())) {
            tab.signIn(BOTH, "both-secret");
            assertThat(tab.heading("No jobs yet")).isVisible();

            tab.page().getByLabel("Entity").selectOption(ENTITY);
            tab.sees("Held up");
            assertThat(tab.page()).hasURL(Pattern.compile("entity=" + ENTITY));
            tab.page().reload();
            tab.sees("Held up");
        }
    }

    @Test
    void tenThousandJobs_areReadPageByPage() {
        TestJobRows.insert(
                JdbcClient.create(database.plainDataSource()),
                1001,
                ENTITY,
                10_000,
                "array['emea','us-east','us-west']");
        try (Tab tab = chromium.tab(server.address())) {
            List<String> lists = new CopyOnWriteArrayList<>();
            tab.page().onRequest(request -> {
                if (request.url().contains("/jobs?")) {
                    lists.add(request.url());
                }
            });
            tab.signIn();
            assertThat(tab.page().locator("tr[data-job]")).hasCount(50);
            String first = tab.page().locator("tr[data-job]").first().getAttribute("data-job");

            tab.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Older jobs"))
                    .click();
            assertThat(tab.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Newest jobs")))
                    .isVisible();
            assertThat(tab.page().locator("tr[data-job]")).hasCount(50);
            assertThat(tab.page().locator("tr[data-job]").first()).not().hasAttribute("data-job", first);
            tab.page().goBack();
            assertThat(tab.page().locator("tr[data-job]").first()).hasAttribute("data-job", first);

            assertThat(lists).allMatch(url -> url.contains("pageSize=50")).hasSizeLessThan(8);
        }
    }

    @Test
    void hiddenTab_asksNothing() {
        try (Tab tab = chromium.tab(server.address())) {
            String id = client.jobs().create().getJobId();
            tab.open("/console#/jobs/" + id).signIn();
            tab.sees("Has worked for");
            List<String> reads = new CopyOnWriteArrayList<>();
            hide(tab, true);
            tab.page().onRequest(request -> reads.add(request.url()));
            await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(8)).until(() -> {
                // Playwright tells of requests only while it is asked something.
                tab.page().evaluate("0");
                return reads.isEmpty();
            });

            hide(tab, false);
            tab.page().waitForCondition(() -> !reads.isEmpty());
        }
    }

    @Test
    void aDryRun_tellsWhatABackfillWouldDo() {
        try (Tab tab = chromium.tab(server.address())) {
            tab.signIn();
            tab.button("Dry run").click();
            tab.button("Start dry run").click();

            tab.sees("What a backfill would do", 30);
            tab.seesStatus("Estimate", 15);
            tab.keep("dry-run");
        }
    }

    @Test
    void timeLeft_isARange_andIsHiddenWhereNobodyCanKnow() {
        try (Tab tab = chromium.tab(server.address())) {
            tab.open("/console");
            Object said = tab.page().evaluate("""
                    async () => {
                      const {note, timeLeft, rate} = await import('/console/pace.js');
                      const {range} = await import('/console/text.js');
                      const job = {id: 'a', status: 'PROCESSING', recordsTotal: 100000, recordsProcessed: 0, recordsPerSecond: 900};
                      const told = [];
                      const tell = () => told.push(timeLeft(job) === null ? 'nothing' : range(timeLeft(job)));
                      note(job, 0); tell();
                      job.recordsProcessed = 10000; note(job, 10000); tell();
                      job.throttleReason = 'a vacuum'; tell();
                      delete job.throttleReason; job.stopRequestedOn = 1; tell();
                      delete job.stopRequestedOn; note(job, 60000); note(job, 70000); note(job, 80000); told.push(rate('a')); tell();
                      return told.map(String).join(', ');
                    }""");
            assertThat(said).isEqualTo("nothing, 1 to 2 min, nothing, nothing, 0, nothing");
        }
    }

    private static void hide(Tab tab, boolean hidden) {
        tab.page().evaluate("""
                hidden => {
                  Object.defineProperty(document, 'hidden', {configurable: true, get: () => hidden});
                  document.dispatchEvent(new Event('visibilitychange'));
                }""", hidden);
    }

    private static BackfillClient client(String id) {
        return BackfillClient.builder()
                .baseUrl(server.address())
                .credentials(id, Tab.SECRET)
                .build();
    }
}
