package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.contracts.BackfillStubs;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Five defects between client and stubs: the replay names the contract and the place of each. */
class PlantedRequestDefectsTest {
    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    record Defect(String name, String contract, UnaryOperator<WireRequest> onItsWay, String place) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect(
                        "POST instead of PUT",
                        "java-client/stop/running-job",
                        request -> request.withMethod("POST"),
                        "/request/method: PUT is wanted, but POST"),
                new Defect(
                        "STOPPED instead of Stopping",
                        "java-client/stop/running-job",
                        request -> request.withBody("{\"status\":\"STOPPED\"}"),
                        "/request/body/status: \"Stopping\" is wanted, but \"STOPPED\""),
                new Defect(
                        "Accept is lost",
                        "java-client/get/running-job",
                        request -> request.withoutHeader("Accept"),
                        "/request/headers/Accept: application/json is wanted, but nothing"),
                new Defect(
                        "the track id is lost",
                        "java-client/create/track-id-echoed",
                        request -> request.withoutHeader("Zuora-Track-Id"),
                        "/request/headers/Zuora-Track-Id: nightly-close-2025-10-17 is wanted, but nothing"),
                new Defect(
                        "a segment of the path is lost",
                        "java-client/list/jobs-of-the-entity",
                        request -> request.withPath(request.path().replace("/uno", "")),
                        "/request/url: /v1/uno/data-backfill/bookingdate/jobs is wanted, but "
                                + "/v1/data-backfill/bookingdate/jobs"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void defect_isRefused_withContractAndPlace(Defect defect) {
        ContractReplay replay = new ContractReplay(stubs.baseUrl());
        Contract contract = Contract.named(defect.contract());

        replay.replay(contract);

        assertThatThrownBy(() -> replay.replay(contract, defect.onItsWay()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(defect.contract() + ": ")
                .hasMessageContaining(defect.place());
    }
}
