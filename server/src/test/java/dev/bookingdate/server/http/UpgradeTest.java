package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java's own client, as it is by default: it asks for HTTP/2 with its first request, whatever that is. */
class UpgradeTest {

    private static final int MIB = 1024 * 1024;

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String token;

    @BeforeAll
    static void start() {
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 4096, 4097, 100_000, MIB})
    void firstRequest_mayHaveABodyOfAnySize(int length) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(stop(length), BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 4097, MIB})
    void upgradedConnection_takesBodiesOfTheSameSizes(int length) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> first = client.send(
                server.request(TestServer.JOBS)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);

        HttpResponse<String> answer = client.send(stop(length), BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Neither HTTP/1.1 nor HTTP/2 is told a length then. */
    @Test
    void bodyWithoutALength_isReadInBothVersions() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int call = 0; call < 3; call++) {
            HttpRequest request = server.request(TestServer.JOBS + "/" + ScriptedDelegate.JOB)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .PUT(withoutLength(body(100_000)))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            client.send(server.request(TestServer.JOBS).build(), BodyHandlers.ofString());
        }
    }

    private static BodyPublisher withoutLength(byte[] body) {
        BodyPublisher whole = BodyPublishers.ofByteArrays(List.of(body));
        return new BodyPublisher() {
            @Override
            public long contentLength() {
                return -1;
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                whole.subscribe(subscriber);
            }
        };
    }

    private static HttpRequest stop(int length) {
        return server.request(TestServer.JOBS + "/" + ScriptedDelegate.JOB)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(body(length)))
                .build();
    }

    private static byte[] body(int length) {
        byte[] stop = "{\"status\":\"Stopping\"}".getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(stop, length);
        Arrays.fill(padded, stop.length, length, (byte) ' ');
        return padded;
    }
}
