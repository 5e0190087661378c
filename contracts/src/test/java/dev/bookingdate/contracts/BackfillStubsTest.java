package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    void requestThatNoContractCovers_is404() throws Exception {
        assertThat(stop("Authorization", "Bearer any", "Accept", "text/csv").statusCode())
                .isEqualTo(404);
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

    private static HttpResponse<String> stop(String... headers) throws IOException, InterruptedException {
        return send(request(RUNNING, headers));
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
