package dev.bookingdate.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import dev.bookingdate.contracts.BackfillStubs;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineToolTest {
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final String STOPPED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a03";
    private static final String COMPLETED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a04";
    private static final String FAILED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a05";
    private static final String UNKNOWN = "0199f3a47c5e7d1b8a2f4e6c9d0bffff";
    private static final String SPOILT = "0199f3a47c5e7d1b8a2f4e6c9d0b5b01";
    private static final String ENTITY = "00000000-0000-4000-8000-00000000a001";
    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("command-line");

    @TempDir
    private Path configuration;

    private final Shell shell = new Shell();

    @BeforeEach
    void environment() {
        shell.with("BOOKINGDATE_URL", stubs.baseUrl().toString())
                .with("BOOKINGDATE_CLIENT_ID", Shell.CLIENT)
                .with("BOOKINGDATE_CLIENT_SECRET", Shell.SECRET)
                .with("XDG_CONFIG_HOME", configuration.toString());
    }

    @AfterEach
    void noSecretAndNoStackIsShown() {
        assertThat(shell.out() + shell.err()).doesNotContain(Shell.SECRET, "wrong-secret", "\tat ");
    }

    @Test
    void get_showsTheJobInRows() {
        assertThat(shell.run("get", RUNNING)).isZero();
        assertThat(shell.out())
                .contains("id              " + RUNNING, "status          PROCESSING")
                .contains("records         421,700 of 1,000,000")
                .contains("last changed    2025-10-17T19:28:02Z by finance.ops@example.com");
    }

    @Test
    void get_ofAFailedJob_tellsWhyAndNamesTheRecords() {
        assertThat(shell.run("get", FAILED)).isZero();
        assertThat(shell.out())
                .contains("failed because  60000 of 1000000 records failed")
                .contains("  charge-that-failed: SQLSTATE 23514, constraint booking_date_in_open_period")
                .contains("  and 59,999 more");
    }

    @Test
    void get_ofAJobThatMissedOriginals_countsThem_andNamesTheFirst() {
        String reconciliation =
                "\"reconciliation\":{\"expected\":9,\"updated\":9,\"unchanged\":0,\"failed\":0,\"audited\":9,"
                        + "\"balanced\":true,\"missingOriginals\":3,"
                        + "\"missingOriginalRecords\":[{\"chargeId\":\"c2\",\"originalId\":\"c1\"}]}";
        answer(
                JOBS + "/" + SPOILT,
                envelope("\"job\":" + job(SPOILT).replace("\"progress\"", reconciliation + ",\"progress\"")));
        assertThat(shell.run("get", SPOILT)).isZero();
        assertThat(shell.out().lines())
                .containsSubsequence(
                        "no original     3 records name an original that is not in the data",
                        "  c2: original c1",
                        "  and 2 more");
    }

    @Test
    void get_asJson_isTheJobAsTheContractHasIt() {
        assertThat(shell.run("get", FAILED, "--output", "json")).isZero();
        JsonNode job = JSON.readTree(shell.out());
        assertThat(job.path("id").asString()).isEqualTo(FAILED);
        assertThat(job.path("errorCount").asInt()).isEqualTo(60_000);
        assertThat(job.path("failedRecords").path(0).path("chargeId").asString())
                .isEqualTo("charge-that-failed");
        assertThat(shell.out().lines()).hasSize(1);
    }

    @Test
    void output_isSaidBeforeOrAfterTheCommand() {
        assertThat(shell.run("-o", "json", "get", RUNNING)).isZero();
        assertThat(shell.out()).startsWith("{");
        assertThat(shell.run("get", RUNNING)).isZero();
        assertThat(shell.out()).startsWith("id ");
    }

    @Test
    void list_isATable_andAListInJson() {
        answer(JOBS, page(job("first"), job("second")));
        assertThat(shell.run("list")).isZero();
        assertThat(shell.out().lines()).hasSize(3).first().asString().startsWith("ID ");
        assertThat(shell.out().lines().skip(1)).allMatch(line -> line.contains("PROCESSING  "));
        assertThat(shell.run("list", "-o", "json")).isZero();
        assertThat(shell.out().lines())
                .extracting(line -> JSON.readTree(line).path("id").asString())
                .containsExactly("first", "second");
        assertThat(shell.run("list", "-o", "json", "--limit", "1", "--array")).isZero();
        assertThat(JSON.readTree(shell.out())).hasSize(1);
        assertThat(shell.run("list", "--limit=-1")).isEqualTo(2);
        assertThat(shell.run("list", "--array")).isEqualTo(2);
    }

    @Test
    void list_ofNothing_isAnEmptyListInJson_andANoteBesideTheTable() {
        answer(JOBS, page());
        assertThat(shell.run("list", "-o", "json")).isZero();
        assertThat(shell.out()).isEmpty();
        assertThat(shell.run("list", "-o", "json", "--array")).isZero();
        assertThat(JSON.readTree(shell.out())).isEmpty();
        assertThat(shell.run("list")).isZero();
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("there are no jobs");
    }

    @Test
    void list_whoseSecondPageFails_isWholeLines_andAnExitCode() {
        answer(JOBS, envelope("\"jobs\":[" + job("first") + "],\"nextPage\":\"n\""));
        stubs.wireMock()
                .stubFor(get(urlPathEqualTo(JOBS))
                        .withQueryParam("cursor", equalTo("n"))
                        .atPriority(0)
                        .willReturn(aResponse().withStatus(503)));
        assertThat(shell.run("list", "-o", "json")).isEqualTo(12);
        assertThat(shell.out().lines()).hasSize(1);
        assertThat(JSON.readTree(shell.out()).path("id").asString()).isEqualTo("first");
        assertThat(shell.run("list", "-o", "json", "--array")).isEqualTo(12);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void json_holdsWhatThisVersionDoesNotKnow() {
        String job = job(SPOILT)
                .replaceFirst("[{]", "{\"colour\":{\"of\":[\"the\",1.50,null]},")
                .replace("PROCESSING", "PAUSED");
        answer(JOBS + "/" + SPOILT, envelope("\"job\":" + job));
        assertThat(shell.run("get", SPOILT, "-o", "json")).isZero();
        assertThat(JSON.readTree(shell.out())).isEqualTo(JSON.readTree(job));
    }

    @ParameterizedTest
    @CsvSource({"watch,table", "watch,json", "list,json", "list,table"})
    void program_ends_whenNobodyReads(String command, String format) {
        answer(JOBS, page(job("first"), job("second")));
        answer(JOBS + "/" + SPOILT, envelope("\"job\":" + job(SPOILT)));
        String[] line = command.equals("watch")
                ? new String[] {"watch", SPOILT, "--timeout=50s", "-o", format}
                : new String[] {"list", "-o", format};
        assertThat(shell.withoutAReader().run(line)).isEqualTo(141);
        assertThat(shell.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"503,61,12,true", "429,70,7,true", "400,20,1,false", "409,30,6,false", "200,60,12,true"})
    void createThatFailed_namesTheKeyToRepeatItWith(int status, int category, int exitCode, boolean open) {
        StubMapping failing = stubs.wireMock()
                .stubFor(post(urlPathEqualTo(JOBS))
                        .atPriority(1)
                        .willReturn(aResponse()
                                .withStatus(status)
                                .withBody("{\"success\":false,\"reasons\":[{\"code\":\"500000" + category
                                        + "\",\"message\":\"no\"}]}")));
        try {
            assertThat(shell.run("create", "--idempotency-key", "mine")).isEqualTo(exitCode);
            assertThat(shell.err().contains("create --idempotency-key mine")).isEqualTo(open);
            shell.run("create");
            assertThat(shell.err().matches("(?s).*create --idempotency-key [0-9a-f-]{36}\\R"))
                    .isEqualTo(open);
            assertThat(shell.err().lines()).hasSize(1);
            shell.run("create", "--dry-run");
            assertThat(shell.err().matches("(?s).*create --dry-run --idempotency-key [0-9a-f-]{36}\\R"))
                    .isEqualTo(open);
        } finally {
            stubs.wireMock().removeStubMapping(failing);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "stop", "watch"})
    void emptyId_isWrongUsage(String command) {
        assertThat(shell.run(command, "")).isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(1).first().asString().contains("jobId");
    }

    @Test
    void emptyKey_isWrongUsage() {
        assertThat(shell.run("create", "--idempotency-key", "")).isEqualTo(2);
        assertThat(shell.err()).contains("--idempotency-key must not be empty");
    }

    @Test
    void endOfALine_isNoPartOfASecret() {
        assertThat(shell.with("BOOKINGDATE_CLIENT_SECRET", Shell.SECRET + "\r\n")
                        .with("BOOKINGDATE_CLIENT_ID", Shell.CLIENT + "\n")
                        .run("get", RUNNING))
                .isZero();
        assertThat(shell.with("BOOKINGDATE_TOKEN", "token-of-a-script\n").run("get", RUNNING))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-secret\nmore", "wrong-secret \u00e9", "wrong-secret of two words"})
    void tokenThatCanBeNoHeader_isWrongUsage_andNotShown(String token) {
        assertThat(shell.with("BOOKINGDATE_TOKEN", token).run("get", RUNNING)).isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(1).first().asString().contains("BOOKINGDATE_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--track-id", "--entity", "--org"})
    void optionThatCanBeNoHeader_isWrongUsage(String option) {
        assertThat(shell.run("get", RUNNING, option, "a\nb")).isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(1);
    }

    @Test
    void stop_isSilentWhenItWorked() {
        assertThat(shell.run("stop", RUNNING)).isZero();
        assertThat(shell.out() + shell.err()).isEmpty();
        stubs.verify("stop/running-job");
    }

    @Test
    void stop_asJson_isTheAnswer() {
        assertThat(shell.run("stop", RUNNING, "-o", "json")).isZero();
        assertThat(JSON.readTree(shell.out()).path("success").asBoolean()).isTrue();
    }

    @Test
    void stopThatWaits_tellsWhetherItWasInTime() {
        assertThat(shell.run("stop", "--wait", RUNNING)).isZero();
        assertThat(shell.out()).contains("STOPPED");
        assertThat(shell.run("stop", COMPLETED, "--wait", "--timeout=5s")).isEqualTo(11);
        assertThat(shell.out()).contains("COMPLETED");
    }

    @Test
    void watchOnAPipe_isALineForEachChange() {
        assertThat(shell.run("watch", STOPPED)).isEqualTo(10);
        assertThat(shell.out()).isEqualTo(STOPPED + "  STOPPED      42.17%" + System.lineSeparator());
    }

    @Test
    void watchOnATerminal_isOneLineThatChanges() {
        assertThat(shell.onATerminal().run("watch", RUNNING, "--timeout", "1s")).isEqualTo(8);
        assertThat(shell.out())
                .startsWith("\r\033[36mPROCESSING\033[0m  [")
                .contains("#", "-]   42.17%    421,700 of 1,000,000")
                .endsWith("\033[K");
        assertThat(shell.err()).contains("PROCESSING (42.17%)");
    }

    @Test
    void watchOfAFailedJob_tellsWhy() {
        assertThat(shell.run("watch", FAILED)).isEqualTo(9);
        assertThat(shell.out()).contains("failed because  60000 of 1000000", "charge-that-failed");
    }

    @Test
    void watchAsJson_isADocumentOnEachLine() {
        assertThat(shell.run("watch", COMPLETED, "-o", "json")).isZero();
        assertThat(shell.out().lines())
                .allSatisfy(
                        line -> assertThat(JSON.readTree(line).path("status").asString())
                                .isEqualTo("COMPLETED"));
    }

    @ParameterizedTest
    @CsvSource({"NO_COLOR,1", "TERM,dumb"})
    void noColours_whereNoneAreWanted(String variable, String value) {
        assertThat(shell.onATerminal().with(variable, value).run("get", RUNNING))
                .isZero();
        assertThat(shell.out()).contains("PROCESSING").doesNotContain("\033");
    }

    @Test
    void textsOfTheService_canNotMoveTheCursor() {
        answer(JOBS + "/" + SPOILT, envelope("\"job\":" + job("\\u001b[2J\\u009bH" + SPOILT)));
        assertThat(shell.onATerminal().with("NO_COLOR", "1").run("get", SPOILT)).isZero();
        assertThat(shell.out()).contains(SPOILT).doesNotContain("\033", "\u009b");
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({"500,12", "302,1", "200,1", "401,4", "403,4", "429,7", "503,12"})
    void statusOfAnAnswer_isAnExitCodeAndOneLine(int status, int exitCode) {
        stubs.wireMock()
                .stubFor(get(urlPathEqualTo(JOBS + "/" + SPOILT))
                        .atPriority(1)
                        .willReturn(aResponse()
                                .withStatus(status)
                                .withHeader("Retry-After", "0")
                                .withBody("<html>")));
        assertThat(shell.run("get", SPOILT)).isEqualTo(exitCode);
        assertThat(shell.err().lines()).hasSize(1).first().asString().startsWith("bookingdate: ");
    }

    @Test
    void unknownJob_isACodeOfItsOwn() {
        assertThat(shell.run("get", UNKNOWN)).isEqualTo(5);
        assertThat(shell.err().lines()).hasSize(1).first().asString().contains("(request ");
    }

    @Test
    void stopOfAJobThatHasEnded_isAConflict() {
        assertThat(shell.run("stop", COMPLETED)).isEqualTo(6);
        assertThat(shell.err()).contains("it is COMPLETED since 2025-10-17");
    }

    @Test
    void noAnswer_isACodeOfItsOwn() {
        assertThat(shell.with("BOOKINGDATE_URL", "http://127.0.0.1:1").run("get", RUNNING))
                .isEqualTo(3);
        assertThat(shell.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("no connection to 127.0.0.1:1: refused or unreachable");
    }

    @Test
    void wrongSecret_isNotAllowed() {
        assertThat(shell.with("BOOKINGDATE_CLIENT_SECRET", "wrong-secret").run("get", RUNNING))
                .isEqualTo(4);
    }

    @Test
    void entityOrgsAndTrackId_travelAlong() {
        assertThat(shell.run(
                        "--entity=" + ENTITY, "get", RUNNING, "--org", "o-1", "--org=o-2", "--track-id", "close-42"))
                .isZero();
        stubs.wireMock()
                .verify(getRequestedFor(urlPathEqualTo(JOBS + "/" + RUNNING))
                        .withHeader("Zuora-Entity-Ids", equalTo(ENTITY))
                        .withHeader("Zuora-Org-Ids", equalTo("o-1,o-2"))
                        .withHeader("Zuora-Track-Id", equalTo("close-42")));
    }

    @Test
    void aToken_isUsedAsItIs() {
        shell.with("BOOKINGDATE_TOKEN", "token-of-a-script").without("BOOKINGDATE_CLIENT_SECRET");
        assertThat(shell.run("get", RUNNING)).isZero();
        stubs.wireMock()
                .verify(getRequestedFor(urlPathEqualTo(JOBS + "/" + RUNNING))
                        .withHeader("Authorization", equalTo("Bearer token-of-a-script")));
        assertThat(shell.out() + shell.err()).doesNotContain("token-of-a-script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get", "get a b", "watch x --timeout=0", "watch x --timeout=soon", "list -o xml", "nothing", ""})
    void wrongUsage_isSaidInTwoLines(String line) {
        assertThat(shell.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(2).last().asString().contains("--help");
    }

    @ParameterizedTest
    @CsvSource({"BOOKINGDATE_URL", "BOOKINGDATE_CLIENT_ID", "BOOKINGDATE_CLIENT_SECRET"})
    void whatIsMissing_isNamed(String variable) {
        assertThat(shell.without(variable).run("list")).isEqualTo(2);
        assertThat(shell.err()).contains(variable + " is not set");
    }

    @Test
    void aUrlThatIsNone_isWrongUsage() {
        assertThat(shell.run("list", "--url=ftp://user:wrong-secret@example.com"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("http or https");
    }

    @Test
    void help_andCompletion_needNoCredentials() {
        Shell bare = new Shell();
        assertThat(bare.run("--help")).isZero();
        assertThat(bare.out()).contains("login", "watch", "Exit codes:", "BOOKINGDATE_TOKEN");
        assertThat(bare.run("--version")).isZero();
        assertThat(bare.run("generate-completion")).isZero();
        assertThat(bare.out()).contains("complete -F", "--idempotency-key");
    }

    private static void answer(String path, String body) {
        stubs.wireMock().stubFor(get(urlPathEqualTo(path)).atPriority(1).willReturn(json(body)));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static String page(String... jobs) {
        return envelope("\"jobs\":[" + String.join(",", jobs) + "]");
    }

    private static String envelope(String members) {
        return "{\"success\":true,\"processId\":\"9F2C4E6A8B0D1F35\",\"reasons\":[],"
                + "\"requestId\":\"d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6\"," + members + "}";
    }

    private static String job(String id) {
        return "{\"id\":\"" + id + "\",\"createdOn\":1760729267294,"
                + "\"createdOnReadable\":\"2025-10-17 21:27:47.294000000 +02:00\",\"updatedOn\":1760729282494,"
                + "\"updatedOnReadable\":\"2025-10-17 21:28:02.494000000 +02:00\","
                + "\"updatedByUsername\":\"finance.ops@example.com\",\"status\":\"PROCESSING\","
                + "\"type\":\"BookingDate\",\"batchSentCount\":3,\"batchFinishedCount\":1,\"errorCount\":0,"
                + "\"progress\":\"33.33%\"}";
    }
}
