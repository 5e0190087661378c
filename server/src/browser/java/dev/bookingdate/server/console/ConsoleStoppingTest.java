package dev.bookingdate.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.story.NodeJvm;
import dev.bookingdate.server.story.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the console shows while a stop is on its way, and while nobody answers. */
@Tag("long")
@Timeout(180)
class ConsoleStoppingTest {

    private static final String DEMO = "bookingdate.demo.charges=20000";
    private static final String FAST_HEARTBEATS = "bookingdate.engine.heartbeat-interval=250ms";
    private static final Pattern SECONDS = Pattern.compile("stopping… ([0-9]+) s");

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.createWithoutTables();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The node that runs the job is dead: the stop is on record, and nobody has settled it yet. */
    @Test
    void stopping_isCountedFromTheServersState_survivesAReload_andIsSeenInASecondTab() {
        try (RunningServer server = RunningServer.start(database, DEMO, "bookingdate.engine.enabled=false");
                BackfillClient client = client(server.address())) {
            String id = client.jobs().create().getJobId();
            JdbcClient.create(database.plainDataSource())
                    .sql("update backfill_job set status = 'PROCESSING', started_on = clock_timestamp()")
                    .update();
            try (Tab tab = chromium.tab(server.address());
                    Tab second = chromium.tab(server.address())) {
                // An hour slow, and two hours fast after the reload.
                tab.page().clock().setSystemTime(System.currentTimeMillis() - 3_600_000);
                tab.signIn();
                tab.buttonLike("^Stop backfill").click();
                tab.button("Stop backfill").click();
                tab.sees(SECONDS.pattern());
                tab.keep("stopping");
                assertThat(tab.buttonLike("^Stop")).hasCount(0);
                await().until(() -> seconds(tab) >= 3);

                second.open("/console#/jobs/" + id).signIn();
                second.sees(SECONDS.pattern());
                assertThat(Math.abs(seconds(second) - seconds(tab))).isLessThanOrEqualTo(2);

                tab.page().clock().setSystemTime(System.currentTimeMillis() + 7_200_000);
                tab.page().reload();
                tab.sees(SECONDS.pattern());
                assertThat(seconds(tab)).isBetween(3L, 60L);
                tab.sees("longer than the 10 s that are usual", 30);

                try (RunningServer heir = RunningServer.start(database, DEMO, FAST_HEARTBEATS)) {
                    assertThat(heir.address()).isNotEmpty();
                    tab.seesStatus("Stopped", 60);
                    second.seesStatus("Stopped", 60);
                }
                assertThat(client.jobs().get(id).getStatus()).isEqualTo(JobStatus.STOPPED);
                second.sees("after the stop was asked for");
            }
        }
    }

    @Test
    void serverThatIsKilledAndComesBack_isWaitedFor_andWhatWasSeenStays() throws Exception {
        int port = freePort();
        String[] settings = {
            DEMO,
            FAST_HEARTBEATS,
            "server.port=" + port,
            "server.address=127.0.0.1",
            "bookingdate.engine.window-rows=200",
            "bookingdate.throttle.rows-per-second=200"
        };
        String address = "http://127.0.0.1:" + port;
        NodeJvm node = NodeJvm.start(database, settings);
        try (Tab tab = chromium.tab(address)) {
            awaitAnswers(tab, address);
            tab.signIn();
            tab.button("New backfill").click();
            tab.button("Start backfill").click();
            tab.sees("^[1-9][0-9,]* of 18,000");

            node.kill();
            tab.sees("The server does not answer. What you see is from [0-9:]+", 30);
            tab.sees("Retrying in");
            tab.sees("^[1-9][0-9,]* of 18,000");
            tab.keep("server-down");
            tab.button("Stop").click();
            tab.button("Stop backfill").click();
            assertThat(tab.page().getByRole(AriaRole.DIALOG)).containsText("The server does not answer.");
            tab.page().keyboard().press("Escape");

            node = NodeJvm.start(database, settings);
            // It asks again by itself, and Retry now is for those who can't wait.
            assertThat(tab.page().getByText("What you see is from"))
                    .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(90_000));
            tab.button("Stop").click();
            tab.button("Stop backfill").click();
            tab.seesStatus("Stopped", 30);
        } finally {
            node.kill();
        }
    }

    @Test
    void createWhoseAnswerIsLost_isRepeatedWithItsKey_andMakesOneJob() {
        try (RunningServer server = RunningServer.start(database, DEMO, "bookingdate.engine.enabled=false");
                BackfillClient client = client(server.address());
                Tab tab = chromium.tab(server.address())) {
            tab.signIn();
            boolean[] lost = {false};
            tab.page().route(Pattern.compile("/bookingdate/jobs$"), route -> {
                if (route.request().method().equals("POST") && !lost[0]) {
                    lost[0] = true;
                    route.fetch();
                    route.abort();
                } else {
                    route.resume(new Route.ResumeOptions());
                }
            });
            tab.button("New backfill").click();
            tab.button("Start backfill").click();
            assertThat(tab.page().getByRole(AriaRole.DIALOG)).containsText("The server does not answer.");
            tab.button("Start backfill").click();
            tab.sees("waits for a node");

            assertThat(client.jobs().list()).hasSize(1);
        }
    }

    private static long seconds(Tab tab) {
        Matcher text = SECONDS.matcher(tab.page().locator("main").innerText());
        return text.find() ? Long.parseLong(text.group(1)) : -1;
    }

    private static void awaitAnswers(Tab tab, String address) {
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> {
            tab.open("/console");
            return tab.page().url().startsWith(address) && tab.button("Sign in").isVisible();
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static BackfillClient client(String address) {
        return BackfillClient.builder()
                .baseUrl(address)
                .credentials(Tab.CLIENT, Tab.SECRET)
                .build();
    }
}
