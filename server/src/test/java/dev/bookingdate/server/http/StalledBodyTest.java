package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that does not go on: the timeout of bodies ends the wait. */
@Tag("long")
class StalledBodyTest {

    @RegisterExtension
    static final TestServer server =
            TestServer.with("bookingdate.demo.charges=1", "bookingdate.connections.body-timeout=500ms");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT " + TestServer.JOBS + "/" + ScriptedDelegate.JOB,
                "POST " + TestServer.JOBS,
                "POST /oauth/token"
            })
    void answerIsARefusal_andNoErrorIsLogged(String line) throws IOException {
        String token = server.token(TestServer.DEMO_MULTI_ORG);
        String type = line.endsWith("token") ? "application/x-www-form-urlencoded" : "application/json";
        try (var connection = new RawConnection(server);
                var log = new LoggedEvents()) {
            connection.send(line + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nAuthorization: Bearer "
                    + token + "\r\nContent-Length: 100\r\n\r\n{\"sta");
            RawConnection.Answer answer = connection.read();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            assertThat(answer.codes()).containsExactly("50000020");
            assertThat(answer.messages()).isEqualTo("The request is not valid HTTP.");
            assertThat(log.withStackTrace()).isEmpty();
        }
    }
}
