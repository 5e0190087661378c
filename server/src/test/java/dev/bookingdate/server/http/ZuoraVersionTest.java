package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Zuora-Version} is accepted on each operation, and changes nothing. */
class ZuoraVersionTest {

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static String token;

    @BeforeAll
    static void start() {
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST " + TestServer.JOBS,
                "GET " + TestServer.JOBS + "?pageSize=2",
                "GET " + TestServer.JOBS + "/" + ScriptedDelegate.JOB,
                "PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB
            })
    void version_isWithoutEffect(String operation) {
        String without = answer(operation, null);
        assertThat(without).startsWith("200 ");
        for (String version : new String[] {"2025-08-12", "1999-01-01", "211.0", "not a version", "v".repeat(32)}) {
            assertThat(answer(operation, version)).isEqualTo(without);
        }
    }

    /** Status, content type and body, without what is new for each call. */
    private static String answer(String operation, @Nullable String version) {
        String[] parts = operation.split(" ", 2);
        HttpRequest.Builder request = server.request(parts[1])
                .header("Authorization", "Bearer " + token)
                .method(
                        parts[0],
                        parts[0].equals("PUT")
                                ? BodyPublishers.ofString("{\"status\":\"Stopping\"}")
                                : BodyPublishers.noBody());
        if (parts[0].equals("PUT")) {
            request.header("Content-Type", "application/json");
        }
        if (version != null) {
            request.header("Zuora-Version", version);
        }
        HttpResponse<byte[]> answer = server.send(request.build());
        return answer.statusCode() + " " + answer.headers().allValues("Content-Type") + " "
                + new String(answer.body(), StandardCharsets.UTF_8)
                        .replaceAll("\"(processId|requestId)\":\"[^\"]+\"", "\"$1\":\"\"");
    }
}
