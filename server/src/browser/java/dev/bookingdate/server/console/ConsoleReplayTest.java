package dev.bookingdate.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import dev.bookingdate.contracts.BackfillStubs;
import dev.bookingdate.contracts.check.ContractFiles;
import dev.bookingdate.server.http.TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every contract of {@code contracts/consumers/console-page} from the page's side: what a person does sends what the contract
 * expects, and the page shows what it answers. The page comes from a server; its calls go to the stubs.
 */
@Tag("long")
@Timeout(120)
class ConsoleReplayTest {

    private static final String CONSUMER = "console-page";
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b";
    private static final String CLIENT = "00000000-0000-4000-8000-00000000c001";
    private static final Pattern CALLS = Pattern.compile("/(v1|oauth)/");

    /** The token that is used, where the person is, what the person does, and the text that is then to be seen. */
    private record Replay(String token, String hash, Consumer<Tab> does, String seen) {

        static Replay list(String token, String hash, String seen) {
            return new Replay(token, hash, tab -> {}, seen);
        }

        static Replay job(String id, String seen) {
            return new Replay("billing-token", "#/jobs/" + JOB + id, tab -> {}, seen);
        }
    }

    private static final Map<String, Replay> REPLAYS = Map.ofEntries(
            Map.entry(
                    "token/valid-credentials",
                    new Replay("", "", tab -> tab.signIn(CLIENT, "contract-secret"), "Sign out")),
            Map.entry(
                    "token/wrong-secret",
                    new Replay("", "", tab -> tab.signIn(CLIENT, "wrong-secret"), "Authentication failed")),
            Map.entry("list/no-jobs", Replay.list("fresh-entity-token", "#/", "No jobs yet")),
            Map.entry(
                    "list/jobs-of-the-entity",
                    Replay.list("billing-token", "#/?size=3", "60000 of 1000000 records failed")),
            Map.entry("get/running-job", Replay.job("1a01", "421,700 of 1,000,000")),
            Map.entry("get/stopped-job", Replay.job("1a03", "by controller@example.com")),
            Map.entry("get/completed-job", Replay.job("1a04", "Took|Completed")),
            Map.entry("get/failed-job", Replay.job("1a05", "constraint booking_date_in_open_period")),
            Map.entry(
                    "get/dry-run",
                    new Replay(
                            "accepted-entity-token", "#/jobs/" + JOB + "1a10", tab -> {}, "What a backfill would do")),
            Map.entry("get/unknown-job", Replay.job("ffff", "No booking date backfill job")),
            Map.entry(
                    "get/expired-token",
                    new Replay(
                            "expired-token",
                            "#/jobs/" + JOB + "1a01",
                            tab -> {},
                            "The session has ended. Sign in again")),
            Map.entry(
                    "create/no-active-job",
                    new Replay("fresh-entity-token", "#/", ConsoleReplayTest::startsABackfill, "No such job")),
            Map.entry(
                    "create/dry-run",
                    new Replay(
                            "fresh-entity-token",
                            "#/",
                            tab -> {
                                tab.button("Dry run").click();
                                tab.button("Start dry run").click();
                            },
                            "No such job")),
            Map.entry(
                    "create/active-job",
                    new Replay("billing-token", "#/?size=3", ConsoleReplayTest::startsABackfill, "is active")),
            Map.entry(
                    "stop/running-job",
                    new Replay(
                            "billing-token",
                            "#/jobs/" + JOB + "1a01",
                            ConsoleReplayTest::stops,
                            "by controller@example.com")),
            Map.entry(
                    "stop/completed-job",
                    new Replay(
                            "billing-token",
                            "#/jobs/" + JOB + "1a04",
                            ConsoleReplayTest::stops,
                            "it is COMPLETED since")));

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer(CONSUMER);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    static List<String> contracts() {
        return ContractFiles.in(Path.of(System.getProperty("contract.consumers")))
                .of(CONSUMER);
    }

    @Tag("contract-consumer")
    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_isSentByThePage_andShown(String contract) {
        String name = contract.substring(CONSUMER.length() + 1);
        Replay replay = REPLAYS.get(name);
        assertThat(replay).as("what a person does with " + name).isNotNull();
        try (Tab tab = chromium.tab("http://127.0.0.1:" + server.port())) {
            tab.page().route(CALLS, route -> pass(route, stubs.baseUrl()));
            if (name.equals("stop/completed-job")) {
                showAsRunningUntilTheStop(tab);
            }
            if (!replay.token().isEmpty()) {
                tab.page().addInitScript(session(replay.token()));
            }
            tab.open("/console" + replay.hash());
            replay.does().accept(tab);
            tab.sees(replay.seen());
        }
        await().untilAsserted(() -> assertThat(stubs.wireMock().getServeEvents().getServeEvents())
                .anyMatch(event -> event.getWasMatched()
                        && (CONSUMER + "/" + name).equals(event.getStubMapping().getName())));
    }

    @Test
    void everyReplay_isOfAContract() {
        assertThat(contracts())
                .containsExactlyInAnyOrderElementsOf(REPLAYS.keySet().stream()
                        .map(name -> CONSUMER + "/" + name)
                        .toList());
    }

    private static void startsABackfill(Tab tab) {
        tab.button("New backfill").click();
        tab.button("Start backfill").click();
    }

    private static void stops(Tab tab) {
        tab.button("Stop").click();
        tab.button("Stop backfill").click();
    }

    /** What the tab has kept of somebody who is signed in. */
    private static String session(String token) {
        return """
                sessionStorage.setItem('booking-date-console', JSON.stringify({clientId: '%s', token: '%s',
                    scope: 'user.4c7a9e1b2d3f48609a8b7c6d5e4f3021 entity.00000000-0000-4000-8000-00000000a001 tenant.4242',
                    endsAt: Date.now() + 3600000}))""".formatted(CLIENT, token);
    }

    /** Sends a call of the page to the stubs, as it is. */
    private static void pass(Route route, URI target) {
        URI asked = URI.create(route.request().url());
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        APIResponse answer = route.fetch(
                new Route.FetchOptions().setUrl(target.toString().replaceFirst("/$", "") + asked.getRawPath() + query));
        route.fulfill(new Route.FulfillOptions().setResponse(answer));
    }

    /** The page must not know yet that the job has ended: until the stop arrives, it reads a running one. */
    private static void showAsRunningUntilTheStop(Tab tab) {
        boolean[] stopped = {false};
        tab.page().route(Pattern.compile("/jobs/" + JOB + "1a04$"), route -> {
            stopped[0] |= route.request().method().equals("PUT");
            if (stopped[0]) {
                pass(route, stubs.baseUrl());
                return;
            }
            APIResponse answer = route.fetch(new Route.FetchOptions()
                    .setUrl(stubs.baseUrl()
                            .resolve("/v1/uno/data-backfill/bookingdate/jobs/" + JOB + "1a01")
                            .toString()));
            route.fulfill(new Route.FulfillOptions()
                    .setStatus(200)
                    .setContentType("application/json")
                    .setBody(answer.text().replace(JOB + "1a01", JOB + "1a04")));
        });
    }
}
