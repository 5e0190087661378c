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
    private static final String RUNNING = "/v1/uno/data-backfill/bookingdate/jobs/0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    @Test
    void contract_isServed() throws Exception {
        HttpResponse<String> response = stop("Authorization", "Bearer any", "Accept", "application/json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"success\":true");
    }

    @Test
    void contractWithoutToken_isToldFromTheOneWithAToken() throws Exception {
        assertThat(stop("Accept", "application/json").statusCode()).isEqualTo(401);
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

    private static HttpResponse<String> stop(String... headers) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stubs.baseUrl().resolve(RUNNING))
                .PUT(HttpRequest.BodyPublishers.ofString("{\"status\":\"Stopping\"}"))
                .header("Content-Type", "application/json")
                .headers(headers)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
