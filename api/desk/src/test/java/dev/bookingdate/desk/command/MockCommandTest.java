package dev.bookingdate.desk.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The mock over HTTP; what it answers is proven by MockTest. */
class MockCommandTest {
    private static final String DOCUMENT = "../openapi.yaml";
    private static final String JOB = "/v1/uno/data-backfill/bookingdate/jobs/0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    @Test
    @Timeout(60)
    void call_isAnsweredByAnExample_asAskedFor() throws Exception {
        try (PipedReader printed = new PipedReader();
                PipedWriter printing = new PipedWriter(printed)) {
            CommandLine desk = Desk.commandLine(Clock.systemUTC());
            desk.getSubcommands().values().forEach(command -> command.setOut(new PrintWriter(printing)));
            Thread mock = new Thread(() -> desk.execute("mock", DOCUMENT, "--port", "0"));
            mock.start();
            try {
                String line = new BufferedReader(printed).readLine();
                URI job = URI.create(line.substring(line.indexOf("http://"))).resolve(JOB);
                HttpRequest.Builder stop = HttpRequest.newBuilder(job)
                        .header("Authorization", "Bearer any")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"status\":\"Stopping\"}"));
                HttpClient http = HttpClient.newHttpClient();

                HttpResponse<String> stopped = http.send(stop.build(), BodyHandlers.ofString());
                assertThat(stopped.statusCode()).isEqualTo(200);
                assertThat(stopped.headers().firstValue("Content-Type")).hasValue("application/json");
                assertThat(stopped.headers().firstValue("Vary")).hasValue("Accept-Encoding");

                HttpResponse<String> ended = http.send(
                        stop.header("Prefer", "code=409, example=jobFailed").build(), BodyHandlers.ofString());
                assertThat(ended.statusCode()).isEqualTo(409);
                assertThat(ended.body()).contains("FAILED");

                HttpRequest head = HttpRequest.newBuilder(job)
                        .header("Authorization", "Bearer any")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build();
                assertThat(http.send(head, BodyHandlers.ofString()).body()).isEmpty();
            } finally {
                mock.interrupt();
                mock.join();
            }
        }
    }

    @Test
    void portInUse_isSaidInOneLine() throws Exception {
        StringWriter err = new StringWriter();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandLine desk = Desk.commandLine(Clock.systemUTC());
            desk.setErr(new PrintWriter(err));
            assertThat(desk.execute("mock", DOCUMENT, "--port", String.valueOf(taken.getLocalPort())))
                    .isEqualTo(2);
        }
        assertThat(err.toString()).startsWith("Port ").contains("can't be used").hasLineCount(1);
    }
}
