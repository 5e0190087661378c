package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.slow.Drips;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole server with its default settings, and more than a thousand connections from many addresses on both of its
 * ports, each with a body that drips: every tenant's stop is answered, and the node stays ready.
 */
@Tag("long")
class SlowCallersTest {

    private static final int STOPS = 20;
    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final String LENGTH = "Content-Length: 1000000\r\n\r\n";

    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = RunningServer.start(
                database,
                "bookingdate.demo.charges=1000",
                // Jobs wait for their stop.
                "bookingdate.engine.enabled=false",
                "management.server.port=0");
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @Test
    void stopsOfAllTenants_areAnswered_andTheNodeStaysReady() throws Exception {
        try (Drips token = drip(server.port(), 400, "POST /oauth/token", "application/x-www-form-urlencoded");
                Drips stop =
                        drip(server.port(), 400, "PUT " + JOBS + "/0199f3a47c5e7d1b8a2f4e6c9d0b1a35", "text/plain");
                Drips path = drip(server.port(), 300, "POST /nothing", "text/plain");
                Drips probe = drip(server.managementPort(), 300, "POST /actuator/health", "text/plain");
                BackfillClient one = server.client(builder ->
                        builder.credentials("00000000-0000-4000-8000-000000000001", RunningServer.CLIENT_SECRET));
                BackfillClient other = server.client(builder ->
                        builder.credentials("00000000-0000-4000-8000-000000000002", RunningServer.CLIENT_SECRET))) {
            for (int i = 0; i < STOPS; i++) {
                for (BackfillClient client : List.of(one, other)) {
                    String job = client.jobs().create().getJobId();
                    client.jobs().stop(job);
                    assertThat(client.jobs().get(job).getStatus()).isEqualTo(JobStatus.STOPPED);
                }
                assertThat(readiness().statusCode()).isEqualTo(200);
            }
            for (Drips drips : List.of(token, stop, path, probe)) {
                assertThat(drips.dripped()).isPositive();
            }
        }
    }

    private static Drips drip(int port, int connections, String line, String type) {
        return Drips.start(
                port,
                connections,
                20,
                200,
                line + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\n" + LENGTH,
                "x");
    }

    private static HttpResponse<String> readiness() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + server.managementPort() + "/actuator/health/readiness"))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.ofString());
    }
}
