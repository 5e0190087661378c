package dev.bookingdate.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.bookingdate.server.http.TestServer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state of the console in light and dark and on a phone: axe finds nothing, no text is cut off, and a picture is kept in
 * {@code target/screenshots}. The states come from answers that are written here; the page and the tokens are the server's.
 */
@Tag("long")
@Timeout(120)
class ConsoleStatesTest {

    private static final String LIST = "/bookingdate/jobs[?]";
    private static final String JOB = "/bookingdate/jobs/[0-9a-f]{32}$";
    private static final String ID = "0199f3a47c5e7d1b8a2f4e6c9d0b1a0";

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    /** Colours and size of the page. */
    private enum Look {
        LIGHT(new NewContextOptions().setViewportSize(1280, 900)),
        DARK(new NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK)),
        PHONE(new NewContextOptions()
                .setViewportSize(375, 740)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setHasTouch(true));

        private final NewContextOptions options;

        Look(NewContextOptions options) {
            this.options = options;
        }
    }

    /** How to reach each state, and the text that shows it. */
    private enum State {
        SIGN_IN(tab -> {}, "Kept for this tab only"),
        WRONG_SECRET(tab -> tab.signIn(Tab.CLIENT, "wrong"), "the client secret is not valid"),
        EMPTY(tab -> shows(tab, jobs(), "#/"), "No jobs yet"),
        LOADING(
                tab -> {
                    tab.page().route(Pattern.compile(LIST), route -> {});
                    tab.signIn();
                },
                "Reading the jobs"),
        JOBS(tab -> shows(tab, jobs(1, 2, 3, 4, 5, 6, 7), "#/"), "Held up: autovacuum"),
        NONE_OF_THIS_KIND(tab -> shows(tab, jobs(4), "#/?show=failed"), "None on this page"),
        NO_PERMISSION(
                tab -> fails(tab, 403, "50000010", "Permission denied: the client may not read jobs."),
                "No permission"),
        SERVER_DOWN(tab -> fails(tab, 503, "50000061", "The database is out of reach."), "Not available"),
        REFUSED(tab -> fails(tab, 400, "50000027", "The cursor is not one of this list."), "could not be read"),
        NO_SUCH_JOB(
                tab -> {
                    tab.answers(
                            JOB,
                            404,
                            error("50000040", "No booking date backfill job with this id was found."),
                            Map.of());
                    tab.open("/console#/jobs/" + ID + "9").signIn();
                },
                "No such job"),
        STALE(
                tab -> {
                    shows(tab, jobs(2), "#/");
                    tab.sees("Held up");
                    fails(tab, 503, "50000061", "The database is out of reach.");
                },
                "What you see is from"),
        RUNNING(tab -> shows(tab, job(1), "#/jobs/" + ID + "1"), "Has worked for"),
        HELD_UP(tab -> shows(tab, job(2), "#/jobs/" + ID + "2"), "Held up: autovacuum"),
        STOPPING_LONG(tab -> shows(tab, job(3), "#/jobs/" + ID + "3"), "longer than the 10 s"),
        COMPLETED(tab -> shows(tab, job(4), "#/jobs/" + ID + "4"), "Originals missing"),
        FAILED(tab -> shows(tab, job(5), "#/jobs/" + ID + "5"), "constraint booking_date_in_open_period"),
        DRY_RUN(tab -> shows(tab, job(6), "#/jobs/" + ID + "6"), "What a backfill would do"),
        STOP_DIALOG(
                tab -> {
                    shows(tab, jobs(1, 4), "#/");
                    tab.buttonLike("^Stop backfill").click();
                    tab.page().getByText("Do it from a terminal").click();
                },
                "bookingdate stop --wait"),
        STOP_REFUSED(
                tab -> {
                    shows(tab, jobs(1, 4), "#/");
                    tab.answers(
                            JOB, 503, error("50000061", "The database is out of reach."), Map.of("Retry-After", "5"));
                    tab.buttonLike("^Stop backfill").click();
                    tab.button("Stop backfill").click();
                },
                "out of reach"),
        CREATE_DIALOG(
                tab -> {
                    shows(tab, jobs(4), "#/");
                    tab.button("New backfill").click();
                },
                "Start backfill");

        private final Consumer<Tab> bringAbout;
        private final String known;

        State(Consumer<Tab> bringAbout, String known) {
            this.bringAbout = bringAbout;
            this.known = known;
        }
    }

    static Stream<Arguments> states() {
        return Arrays.stream(State.values())
                .flatMap(state -> Arrays.stream(Look.values()).map(look -> Arguments.of(state, look)));
    }

    @ParameterizedTest
    @MethodSource("states")
    void state_isFitForEverybody(State state, Look look) {
        try (Tab tab = chromium.tab(address(), look.options)) {
            tab.open("/console");
            state.bringAbout.accept(tab);
            tab.sees(state.known);

            tab.keep((state + "-" + look).toLowerCase(Locale.ROOT).replace('_', '-'));
            assertThat(tab.violations()).isEmpty();
            assertThat(tab.page()
                            .evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as("nothing is wider than the page")
                    .isEqualTo(true);
        }
    }

    @Test
    void screenReader_isToldChangesOfState_andTheHalf_andNoNumbers() {
        try (Tab tab = chromium.tab(address())) {
            tab.page().addInitScript("""
                    addEventListener('DOMContentLoaded', () => {
                      window.said = [];
                      const speech = document.getElementById('speech');
                      new MutationObserver(() => said.push(speech.textContent)).observe(speech, {childList: true});
                    });""");
            shows(tab, jobOf("PROCESSING", 400_000, ""), "#/jobs/" + ID + "1");
            tab.sees("400,000 of 1,000,000");
            for (int done : List.of(450_000, 500_001, 550_000)) {
                tab.answers(JOB, 200, jobOf("PROCESSING", done, ""), Map.of());
                tab.sees(String.format(Locale.ROOT, "%,d of 1,000,000", done));
            }
            tab.answers(
                    JOB,
                    200,
                    jobOf("PROCESSING", 550_000, ", 'stopRequestedOn': 1760729290000, 'stopRequestedByUsername': 'c'"),
                    Map.of());
            tab.sees("stopping…");
            tab.answers(
                    JOB,
                    200,
                    jobOf(
                            "STOPPED",
                            550_000,
                            ", 'stopRequestedOn': 1760729290000, 'stopRequestedByUsername': 'c', 'endedOn': 1760729290400"),
                    Map.of());
            tab.seesStatus("Stopped", 15);

            assertThat(tab.page().evaluate("said.join(' ')"))
                    .isEqualTo("Backfill: half of the charges are done. Backfill: Stopping. Backfill: Stopped.");
        }
    }

    @Test
    void markup_inWhatTheServerSays_staysText() {
        try (Tab tab = chromium.tab(address())) {
            shows(
                    tab,
                    jobOf("FAILED", 1, ", 'endedOn': 1760729290000, 'failureReason': '<img src=x onerror=alert(1)>'"),
                    "#/jobs/" + ID + "1");

            tab.sees("<img src=x onerror=alert\\(1\\)>");
            assertThat(tab.page().locator("main img")).hasCount(0);
        }
    }

    @Test
    void keyboard_isEnough_toStopAJob() {
        try (Tab tab = chromium.tab(address())) {
            shows(tab, jobs(1), "#/");
            tab.sees("Running");
            tab.answers(
                    JOB,
                    200,
                    "{'processId':'9F2C4E6A8B0D1F35','reasons':[],'requestId':'d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6','success':true}"
                            .replace('\'', '"'),
                    Map.of());
            Page page = tab.page();
            for (int tabs = 0; tabs < 30 && !isFocused(tab, "Stop backfill,"); tabs++) {
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Enter");
            assertThat(tab.button("Keep running")).isFocused();
            page.keyboard().press("Tab");
            assertThat(tab.button("Stop backfill")).isFocused();
            page.keyboard().press("Enter");

            assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
            assertThat(page.locator("#speech")).hasText("The stop is on record.");
        }
    }

    @Test
    void idsAndCommands_areCopied() {
        try (Tab tab = chromium.tab(
                address(), new NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")))) {
            shows(tab, job(1), "#/jobs/" + ID + "1");
            tab.button("Copy job id").click();
            assertThat(tab.page().locator("#speech")).hasText("Copied the job id.");
            assertThat(tab.page().evaluate("navigator.clipboard.readText()")).isEqualTo(ID + "1");

            tab.page().getByText("Do it from a terminal").click();
            tab.button("Copy curl command").click();
            assertThat(tab.page().locator("#speech")).hasText("Copied the curl command.");
            assertThat(tab.page().evaluate("navigator.clipboard.readText()"))
                    .isEqualTo("curl -H \"Authorization: Bearer $TOKEN\" '" + address()
                            + "/v1/uno/data-backfill/bookingdate/jobs/" + ID + "1'");
        }
    }

    private static boolean isFocused(Tab tab, String name) {
        return tab.page()
                .evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
                .toString()
                .startsWith(name);
    }

    /** Lets a job or a list be what the server answers, and goes where it is shown. */
    private static void shows(Tab tab, String answer, String hash) {
        tab.answers(hash.startsWith("#/jobs/") ? JOB : LIST, 200, answer, Map.of());
        tab.open("/console" + hash).signIn();
    }

    private static void fails(Tab tab, int status, String code, String message) {
        tab.answers(LIST, status, error(code, message), status == 503 ? Map.of("Retry-After", "20") : Map.of());
        if (tab.page().getByLabel("Client id").count() > 0) {
            tab.signIn();
        }
    }

    private static String error(String code, String message) {
        return "{\"success\":false,\"reasons\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
    }

    private static String jobs(int... numbers) {
        return "{\"success\":true,\"reasons\":[],\"nextPage\":\"bmV4dA\",\"jobs\":["
                + Arrays.stream(numbers)
                        .mapToObj(ConsoleStatesTest::oneJob)
                        .reduce((a, b) -> a + "," + b)
                        .orElse("") + "]}";
    }

    private static String job(int number) {
        return "{\"success\":true,\"reasons\":[],\"job\":" + oneJob(number) + "}";
    }

    private static String jobOf(String status, int done, String more) {
        return "{\"success\":true,\"reasons\":[],\"job\":" + plain("1", status, done, more) + "}";
    }

    /** One job in each state that there is. */
    private static String oneJob(int number) {
        String n = String.valueOf(number);
        return switch (number) {
            case 1 -> plain(n, "PROCESSING", 421_700, "");
            case 2 -> plain(n, "PROCESSING", 421_700, ", 'throttleReason': 'autovacuum works on the charges'");
            case 3 ->
                plain(
                        n,
                        "PROCESSING",
                        421_700,
                        ", 'stopRequestedOn': 1760729290000, 'stopRequestedByUsername': 'controller@example.com'");
            case 4 -> plain(n, "COMPLETED", 1_000_000, """
                    , 'endedOn': 1760729303714, 'reconciliation': {'expected': 1000000, 'updated': 973112, 'unchanged': 26885, 'failed': 3,
                    'audited': 973112, 'balanced': true, 'missingOriginals': 200, 'missingOriginalRecords':
                    [{'chargeId': '8ad0877b9a4cbb71019a4e2f5c3b0d23', 'originalId': '8ad0877b9a4cbb71019a4e2f5c3b0c01'}]}""");
            case 5 -> plain(n, "FAILED", 421_700, """
                    , 'endedOn': 1760729303714, 'failureReason': '30001 of 600000 records failed', 'failedRecords':
                    [{'chargeId': '8ad0877b9a4cbb71019a4e2f5c3b0d21', 'reason': 'SQLSTATE 23514, constraint booking_date_in_open_period'}]""");
            case 6 -> plain(n, "COMPLETED", 1_000_000, """
                    , 'endedOn': 1760729303714, 'dryRun': true, 'preview': {'estimated': false, 'examined': 1000000, 'changed': 573100,
                    'unchanged': 426900, 'failed': 0, 'missingOriginals': 200, 'byMonths': [{'months': -14, 'records': 400000},
                    {'records': 173100}], 'changes': [{'chargeId': '8ad0877b9a4cbb71019a4e2f5c3b0d21', 'from': '2024-03-01',
                    'to': '2023-01-17'}]}""");
            default ->
                plain(
                        n,
                        "STOPPED",
                        421_700,
                        ", 'endedOn': 1760729290400, 'stopRequestedOn': 1760729290000, 'stopRequestedByUsername': 'controller@example.com'");
        };
    }

    private static String plain(String number, String status, int done, String more) {
        return """
                {'id': '%s%s', 'createdOn': 1760729267294, 'createdOnReadable': '2025-10-17 21:27:47.294000000 +02:00',
                 'updatedOn': 1760729282494, 'updatedOnReadable': '2025-10-17 21:28:02.494000000 +02:00',
                 'updatedByUsername': 'finance.ops@example.com', 'status': '%s', 'type': 'BookingDate', 'batchSentCount': 300,
                 'batchFinishedCount': 127, 'errorCount': %s, 'progress': '%d.%02d%%', 'startedOn': 1760729267474,
                 'recordsTotal': 1000000, 'recordsProcessed': %d, 'recordsUpdated': %d, 'recordsPerSecond': 16845,
                 'entityId': '11e6446a-4a1c-4f0b-9d27-b5e3a2c81f64', 'orgIds': ['emea', 'us-east']%s}""".formatted(
                        ID,
                        number,
                        status,
                        status.equals("FAILED") ? "30001" : "0",
                        done / 10_000,
                        done / 100 % 100,
                        done,
                        done - 20_000 < 0 ? 0 : done - 20_000,
                        more)
                .replace('\'', '"');
    }

    private static String address() {
        return "http://127.0.0.1:" + server.port();
    }
}
