package dev.bookingdate.desk.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.diff.Explanation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeskTest {
    private static final String PAIRS = "src/test/resources/pairs/";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine desk = Desk.commandLine(CLOCK);
        desk.setOut(new PrintWriter(out));
        desk.setErr(new PrintWriter(err));
        return desk.execute(args);
    }

    private int diff(String pair, String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "diff";
        args[1] = PAIRS + pair + "/before.yaml";
        args[2] = PAIRS + pair + "/after.yaml";
        System.arraycopy(options, 0, args, 3, options.length);
        return run(args);
    }

    @Test
    void breaking_exitsWith1_andSaysWhereAndWhatToDo() {
        assertThat(diff("18-required-with-default")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo(PAIRS + """
                18-required-with-default/after.yaml:20:17: breaking request-member-added-required: request body.b: is new and \
                required; {} was valid and is refused now (reached by postIt)
                    Make the member optional, and say what its absence means.
                wire: breaking, source: none, behaviour: none
                """);
    }

    @Test
    void check_saysWhatIsToBeMended_andExitsByIt() {
        assertThat(run("check", PAIRS + "18-required-with-default/before.yaml")).isZero();
        assertThat(out.toString()).endsWith("before.yaml: fit to be released\n");

        assertThat(run("check", PAIRS + "nowhere.yaml")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(PAIRS + "nowhere.yaml: there is no such file\n");
    }

    @Test
    void bundle_ofOneFile_saysTheSame() {
        assertThat(run("bundle", PAIRS + "18-required-with-default/before.yaml"))
                .isZero();
        Api bundle = Api.read("bundle.yaml", out.toString());
        Api before = Api.read(Path.of(PAIRS + "18-required-with-default/before.yaml"));
        assertThat(bundle.root().json()).isEqualTo(before.root().json());
    }

    @Test
    void unclear_exitsWith1() {
        assertThat(diff("17-param-default-changed")).isEqualTo(1);
        assertThat(out.toString()).contains("unclear (behaviour) request-default-changed");
    }

    @Test
    void compatible_exitsWith0() {
        assertThat(diff("34-recursive-optional-added")).isZero();
        assertThat(out.toString())
                .contains("compatible answer-member-added")
                .endsWith("wire: compatible, source: none, behaviour: none\n");
    }

    @Test
    void nothing_exitsWith0() {
        assertThat(diff("10-response-header-case")).isZero();
        assertThat(out.toString()).isEqualTo("wire: none, source: none, behaviour: none\n");
    }

    @Test
    void sunset_isJudgedByTheDateThatIsGiven() {
        assertThat(diff("46-removed-before-sunset")).isEqualTo(1);
        assertThat(diff("46-removed-before-sunset", "--today", "2027-07-01", "--output", "json"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("\"wire\" : \"compatible\"", "\"source\" : \"breaking\"");
    }

    @Test
    void json_hasVerdictsAndFindings() {
        assertThat(diff("03-enum-added-both-directions", "--output", "json")).isEqualTo(1);

        JsonNode json = JsonMapper.builder().build().readTree(out.toString());
        assertThat(json.path("wire").asString()).isEqualTo("breaking");
        assertThat(json.path("source").asString()).isEqualTo("none");
        JsonNode finding = json.path("findings").path(0);
        assertThat(finding.path("rule").asString()).isEqualTo("answer-enum-value-added");
        assertThat(finding.path("location").toString())
                .isEqualTo(
                        "{\"file\":\"" + PAIRS + "03-enum-added-both-directions/after.yaml\",\"line\":31,\"column\":11,"
                                + "\"pointer\":\"/components/schemas/Job/properties/state/enum\"}");
        assertThat(finding.path("witness").asString()).isEqualTo("C");
        assertThat(finding.path("operations").toString()).isEqualTo("[\"postIt\"]");
        assertThat(finding.path("consumers").isArray()).isTrue();
    }

    @Test
    void sarif_hasRulesAndPlaces() {
        diff("03-enum-added-both-directions", "--output", "sarif");

        JsonNode run = JsonMapper.builder().build().readTree(out.toString()).at("/runs/0");
        assertThat(run.at("/results/0/level").asString()).isEqualTo("error");
        assertThat(run.at("/results/0/locations/0/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(31);
        assertThat(run.at("/tool/driver/rules").findValuesAsString("id"))
                .containsExactly("answer-enum-value-added", "request-enum-value-added");
    }

    @Test
    void markdown_isATable() {
        diff("03-enum-added-both-directions", "--output", "markdown");

        assertThat(out.toString())
                .contains("| breaking | none | none | none |", "| breaking | answer-enum-value-added | Job.state:");
    }

    @Test
    void unusableInput_exitsWith2_andOneLine() {
        assertThat(run("diff", "nowhere.yaml", "nowhere.yaml")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("nowhere.yaml: there is no such file\n");
    }

    @Test
    void anUnknownOption_exitsWith2() {
        assertThat(diff("18-required-with-default", "--output", "pdf")).isEqualTo(2);
        assertThat(err.toString()).contains("pdf").contains("Try 'desk diff --help'.");
    }

    @Test
    void explain_tellsRuleReasonAndExample() {
        assertThat(run("explain", "answer-member-optional")).isZero();
        assertThat(out.toString())
                .startsWith("answer-member-optional: breaking (wire)\n")
                .contains("The member may be missing.", "What to do: In answers, keep sending it.", "\"required\"");
    }

    @Test
    void explain_withoutAName_listsAllRules() {
        assertThat(run("explain")).isZero();
        assertThat(out.toString()).hasLineCount(Explanation.all().size());
    }

    @Test
    void explain_ofAnUnknownRule_exitsWith2() {
        assertThat(run("explain", "nonsense")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no rule nonsense");
    }
}
