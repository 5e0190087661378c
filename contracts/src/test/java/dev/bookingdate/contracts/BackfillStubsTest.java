package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackfillStubsTest {
    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final String RUNNING = JOBS + "/0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final String STOPPED = JOBS + "/0199f3a47c5e7d1b8a2f4e6c9d0b1a03";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    @Test
    void contract_isServed() throws Exception {
        HttpResponse<String> response = stop("Authorization", "Bearer any", "Accept", "application/json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"success\":true");
    }

    @Test
    void requestThatNoContractCovers_is404_andNamesTheNearest() throws Exception {
        HttpResponse<String> response = stop("Authorization", "Bearer any", "Accept", "text/csv");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .startsWith("No contract of java-client covers PUT " + RUNNING
                        + ". The nearest is java-client/stop/running-job:")
                .contains("Accept: text/csv");
    }

    @Test
    void job_isReadAsItWas_untilItsStopCame() throws Exception {
        assertThat(get(RUNNING).body()).contains("\"PROCESSING\"");

        stop("Authorization", "Bearer any", "Accept", "application/json");

        assertThat(get(RUNNING).body())
                .contains("\"STOPPED\"", "\"stopRequestedOn\"", "0199f3a47c5e7d1b8a2f4e6c9d0b1a01")
                .doesNotContain("0199f3a47c5e7d1b8a2f4e6c9d0b1a03");
        assertThat(get(RUNNING, "Zuora-Track-Id", "nightly-close-2025-10-17")
                        .headers()
                        .map())
                .containsKey("Zuora-Track-Id");
        assertThat(get(STOPPED).body()).contains("\"STOPPED\"");
    }

    @RepeatedTest(2)
    void requestsAndStates_areThoseOfOneTest() throws Exception {
        stubs.verifyNoOther();
        assertThat(get(RUNNING).body()).contains("\"PROCESSING\"");
        stop("Authorization", "Bearer any", "Accept", "application/json");

        stubs.verify("get/running-job");
        stubs.verify("stop/running-job");
        stubs.verifyNoOther();
    }

    @Test
    void verify_countsByContract() throws Exception {
        get(RUNNING);
        get(RUNNING);
        get(STOPPED);

        stubs.verify("java-client/get/running-job", 2);
        stubs.verify("get/stopped-job");
        stubs.verify("stop/running-job", 0);
    }

    @Test
    void verify_showsWhatCame_whenItFails() throws Exception {
        assertThatThrownBy(() -> stubs.verify("stop/running-job"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("java-client/stop/running-job was wanted once, and came never. No request came.");

        get(STOPPED);
        get(JOBS + "/none");

        assertThatThrownBy(() -> stubs.verify("get/running-job", 2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("java-client/get/running-job was wanted 2 times, and came never. These came:\n"
                        + "    GET " + STOPPED + ": java-client/get/stopped-job\n"
                        + "    GET " + JOBS + "/none: no contract covers it");
        stubs.verify("get/stopped-job");
        assertThatThrownBy(stubs::verifyNoOther)
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "No other request was wanted. These came:\n    GET " + JOBS + "/none: no contract covers it");
    }

    @Test
    void verify_refusesAContractThatThereIsNot() {
        assertThatThrownBy(() -> stubs.verify("stop/runing-job"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'stop/runing-job'")
                .hasMessageContaining("java-client/stop/running-job");
    }

    @Nested
    class InANestedClass {
        @Test
        void stubs_areThoseOfTheOuterClass() throws Exception {
            stubs.verifyNoOther();
            assertThat(get(RUNNING).statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class InAnInstanceField {
        @RegisterExtension
        final BackfillStubs own = BackfillStubs.forConsumer("java-client");

        @Test
        void stubs_areServedForOneTest() {
            assertThat(own.baseUrl()).isNotEqualTo(stubs.baseUrl());
            own.verifyNoOther();
        }
    }

    @Test
    void stubs_areServedWithoutJUnit_betweenStartAndClose() {
        ConsumerStubs own = ConsumerStubs.of("java-client");
        assertThatThrownBy(own::baseUrl).isInstanceOf(IllegalStateException.class);
        try (own) {
            assertThat(own.start().baseUrl()).hasHost("127.0.0.1");
            assertThatThrownBy(own::start).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(own::wireMock).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unknownConsumer_isRefused() {
        assertThatThrownBy(() -> BackfillStubs.forConsumer("java"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'java'");
    }

    @Test
    void idempotencyKeys_areToldApart() throws Exception {
        HttpResponse<String> replayed = create("Idempotency-Key", "6f1f1d0e-3c0b-4e52-9d2e-7a4a4f4b8c11");
        assertThat(replayed.statusCode()).isEqualTo(200);
        assertThat(replayed.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(create("Idempotency-Key", "6f1f1d0e-3c0b-4e52-9d2e-7a4a4f4b8c12")
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> other = create("Idempotency-Key", "b7c1");
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void preference_isHonoured_whereItWasSent() throws Exception {
        HttpRequest.Builder stop = request(STOPPED, "Authorization", "Bearer any", "Accept", "application/json");
        assertThat(send(stop).headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(send(stop.header("Prefer", "wait=5")).headers().firstValue("Preference-Applied"))
                .contains("wait=5");
    }

    @Test
    void fault_comesAsOftenAsItWasOrdered_andIsNoOtherRequest() throws Exception {
        stubs.fail("get/running-job", Fault.UNAVAILABLE, 2);

        HttpResponse<String> unavailable = get(RUNNING);
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).contains("1");
        assertThat(get(RUNNING).statusCode()).isEqualTo(503);
        assertThat(get(RUNNING).statusCode()).isEqualTo(200);
        assertThat(get(STOPPED).statusCode()).isEqualTo(200);
        stubs.verify("get/running-job");
        stubs.verify("get/stopped-job");
        stubs.verifyNoOther();
    }

    @Test
    void fault_isForgotten_withTheRest() throws Exception {
        stubs.fail("get/running-job", Fault.INTERNAL_ERROR);
        assertThat(get(RUNNING).statusCode()).isEqualTo(500);
        assertThat(get(RUNNING).statusCode()).isEqualTo(500);

        stubs.reset();

        assertThat(get(RUNNING).statusCode()).isEqualTo(200);
    }

    @Test
    void stopThatFails_doesNotStop() throws Exception {
        stubs.fail("stop/running-job", Fault.DROPPED_CONNECTION, 1);

        assertThatThrownBy(() -> stop("Authorization", "Bearer any", "Accept", "application/json"))
                .isInstanceOf(IOException.class);
        assertThat(get(RUNNING).body()).contains("\"PROCESSING\"");
        stop("Authorization", "Bearer any", "Accept", "application/json");
        assertThat(get(RUNNING).body()).contains("\"STOPPED\"");
    }

    @Test
    void answer_maybeTooLate() {
        stubs.fail("get/running-job", Fault.TIME_OUT);
        HttpRequest impatient = HttpRequest.newBuilder(stubs.baseUrl().resolve(RUNNING))
                .header("Authorization", "Bearer any")
                .header("Accept", "application/json")
                .timeout(Duration.ofMillis(300))
                .build();

        assertThatThrownBy(() -> HttpClient.newHttpClient().send(impatient, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    private static HttpResponse<String> stop(String... headers) throws IOException, InterruptedException {
        return send(request(RUNNING, headers));
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stubs.baseUrl().resolve(path))
                .header("Authorization", "Bearer any")
                .header("Accept", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    private static HttpResponse<String> create(String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(stubs.baseUrl().resolve(JOBS))
                .POST(HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer fresh-entity-token")
                .header("Accept", "application/json")
                .headers(headers));
    }

    private static HttpRequest.Builder request(String job, String... headers) {
        return HttpRequest.newBuilder(stubs.baseUrl().resolve(job))
                .PUT(HttpRequest.BodyPublishers.ofString("{\"status\":\"Stopping\"}"))
                .header("Content-Type", "application/json")
                .headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
