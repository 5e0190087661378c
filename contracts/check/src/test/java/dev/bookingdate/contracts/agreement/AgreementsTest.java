package dev.bookingdate.contracts.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.agreement.Agreements.Row;
import dev.bookingdate.contracts.agreement.Judgement.State;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AgreementsTest {
    private static final String YAML = """
            description: given a job, when it is stopped, then <it> is
            request:
              method: PUT
              headers:
                Accept: application/json
              body:
                status: Stopping
            response:
              status: 409
              headers:
                Zuora-Request-Id: d385ab22-0f51-4b97-9ecd-b8ff3fd4fcb6
              body:
                success: false
                reasons:
                  - code: '50000030'
                    message: The job has ended.
            """;

    private static final String CONSUMER = """
            calls:
              stop:
                request: PUT /jobs/{id}
                sends:
                  headers: {Accept: string}
                  body: {application/json: {properties: {status: string}}}
                answers:
                  '409':
                    headers: {Zuora-Request-Id?: string}
                    codes: ['50000030']
                    body: {properties: {success: boolean, reasons: {items: {properties: {code: string, message?: string}}}}}
            """;

    private static final Contract STOP = contract("java-client/stop/completed-job");
    private static final Contract OTHER = contract("console-page/stop/completed-job");

    @Test
    void verdicts_areWhatTheSidesSaid() {
        Row row = row(
                STOP,
                agreements(
                        verdict(Side.SPEC, true, "", "now"),
                        verdict(Side.SERVICE, true, "", "now"),
                        verdict(Side.CONSUMER, false, "expected 409", "now")));

        assertThat(row.judgement("1.0.0", Side.SPEC).state()).isEqualTo(State.AGREES);
        assertThat(row.judgement("1.0.0", Side.SERVICE).state()).isEqualTo(State.AGREES);
        assertThat(row.judgement("1.0.0", Side.CONSUMER)).isEqualTo(new Judgement(State.BROKEN, "expected 409"));
    }

    @Test
    void verdict_onAnotherContract_spec_orCode_isOutdated() {
        Row row = row(STOP, agreements(verdict(Side.SERVICE, true, "", "before")));

        assertThat(row.judgement("1.0.0", Side.SERVICE).state()).isEqualTo(State.OUTDATED);
    }

    @Test
    void side_thatSaidNothing_wasNotRun() {
        assertThat(row(STOP, agreements()).judgement("1.0.0", Side.SERVICE).state())
                .isEqualTo(State.NOT_RUN);
    }

    @Test
    void consumer_thatIsNotBuilt_saysNothing() {
        assertThat(row(OTHER, agreements()).judgement("1.0.0", Side.CONSUMER).state())
                .isEqualTo(State.NOBODY_YET);
    }

    @Test
    void consumer_losesWhatItReliesOn() {
        Reliance reliance = agreements().reliances().get(1);

        assertThat(reliance.consumer()).isEqualTo("java-client");
        assertThat(reliance.contracts()).isEqualTo(1);
        assertThat(reliance.statuses()).containsExactly("409 50000030");
        assertThat(reliance.members()).containsExactly("reasons[].code", "reasons[].message?", "success");
        assertThat(reliance.headers()).containsExactly("Zuora-Request-Id?");
        assertThat(reliance.sent()).containsExactly("Accept", "status");
    }

    @Test
    void page_showsWhatIsBroken_andTakesNoTextForMarkup() {
        String html = new AgreementsPage(
                        agreements(verdict(Side.SERVICE, false, "expected <409> but was <200>", "now")))
                .html();

        assertThat(html)
                .contains("What is broken", "expected &lt;409&gt; but was &lt;200&gt;", "then &lt;it&gt; is")
                .doesNotContain("<409>", "<it>")
                .contains("<span class=\"pill nobody-yet\">nobody yet</span>");
    }

    @Test
    void page_namesNothingBroken_whereNothingIs() {
        assertThat(new AgreementsPage(agreements()).html()).doesNotContain("What is broken");
    }

    @Test
    void json_hasAColumnForEachVersion() {
        assertThat(agreements(verdict(Side.SERVICE, true, "", "now")).json())
                .contains("\"versions\" : [ \"1.0.0\" ]", "\"AGREES\"");
    }

    private static Row row(Contract contract, Agreements agreements) {
        return agreements.rows().stream()
                .filter(row -> row.contract().equals(contract.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Agreements agreements(Verdict... verdicts) {
        ContractFiles files = new ContractFiles(
                List.of(OTHER, STOP),
                Map.of(
                        "console-page", consumer("console-page", CONSUMER),
                        "java-client", consumer("java-client", "replayedBy: client\n" + CONSUMER)),
                List.of());
        Map<String, String> fingerprints = new TreeMap<>();
        for (Side side : Side.values()) {
            fingerprints.put(Workplace.key(STOP.name(), side), "now");
        }
        return Agreements.of("1.0.0", files, List.of(verdicts), fingerprints, new JsonMapper().createObjectNode());
    }

    private static Consumer consumer(String name, String text) {
        return Consumer.of(name, name + "/consumer.yaml", text);
    }

    private static Verdict verdict(Side side, boolean agrees, String message, String of) {
        return new Verdict(STOP.name(), side, agrees, message, of);
    }

    private static Contract contract(String name) {
        SpecNode node = SpecFiles.data("contracts/consumers/" + name + ".yml", YAML);
        return new Contract(name, node, node.json());
    }
}
