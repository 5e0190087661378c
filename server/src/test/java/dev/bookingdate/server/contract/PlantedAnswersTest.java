package dev.bookingdate.server.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Five servers that are wrong in one way each: the contract that is broken goes red, and says which one it is and where. */
class PlantedAnswersTest extends ContractTestBase {

    /**
     * @param contract the one that goes red
     * @param place what its message names beside the contract
     */
    record Defect(String contract, Break defect, String place) {
        @Override
        public String toString() {
            return contract + ": " + defect.what();
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect("java-client/get/running-job", Break.dropped("job.progress"), "$['job']['progress']"),
                new Defect(
                        "java-client/stop/completed-job", Break.status(200), "response.statusCode()).isEqualTo(409)"),
                new Defect(
                        "java-client/create/active-job",
                        Break.set("reasons[].code", "another one", to("50000090")),
                        "50000050"),
                new Defect(
                        "java-client/stop/running-job",
                        Break.header("Content-Type", "application/json;charset=UTF-8"),
                        "header(\"Content-Type\")"),
                new Defect(
                        "java-client/get/stopped-job",
                        Break.set("job.id", "of another job", to(Breaks.FOREIGN_JOB)),
                        "['id']"));
    }

    private static UnaryOperator<JsonNode> to(String value) {
        return old -> JsonNodeFactory.instance.stringNode(value);
    }

    @ParameterizedTest
    @MethodSource("defects")
    void aDefectOfTheServer_breaksTheContract_whichSaysWhere(Defect planted) {
        RecordedAnswer real = RecordedAnswer.of(GeneratedTest.named(planted.contract()), this::withRealToken);

        real.replay(real.answer());
        assertThatThrownBy(() -> real.replay(planted.defect().of(real.answer())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("contracts/consumers/" + planted.contract() + ".yml is broken")
                .hasMessageContaining(planted.place());
    }
}
