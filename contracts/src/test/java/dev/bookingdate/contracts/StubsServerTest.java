package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stubs server as a process, from the class path: the jar is made later in the build. */
@Timeout(60)
class StubsServerTest {
    private static final String JOB = "/v1/uno/data-backfill/bookingdate/jobs/0199f3a47c5e7d1b8a2f4e6c9d0b1a04";

    @Test
    void server_servesOneConsumer_untilItIsStopped() throws Exception {
        Process server = start(insideTheJar(), "--port", "0", "--consumer", "java-client");
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String serving = out.readLine();
            assertThat(serving).matches("Serving java-client at http://127[.]0[.]0[.]1:[0-9]+");
            URI baseUrl = URI.create(serving.substring(serving.lastIndexOf(' ') + 1));

            HttpResponse<String> job = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(baseUrl.resolve(JOB))
                                    .header("Authorization", "Bearer any")
                                    .header("Accept", "application/json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(job.statusCode()).isEqualTo(200);
            assertThat(job.body()).contains("COMPLETED");
        } finally {
            server.destroy();
            assertThat(server.waitFor(20, TimeUnit.SECONDS))
                    .as("ends on SIGTERM")
                    .isTrue();
        }
        assertThat(server.exitValue()).isIn(0, 143);
    }

    @Test
    void document_answersWhatNoContractCovers_andWhatIsAskedFor() throws Exception {
        Process server = start(
                System.getProperty("java.class.path"),
                "--port",
                "0",
                "--consumer",
                "java-client",
                "--document",
                "../api/openapi.yaml");
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String serving = out.lines()
                    .filter(line -> line.startsWith("Serving"))
                    .findFirst()
                    .orElseThrow();
            URI baseUrl = URI.create(serving.substring(serving.lastIndexOf(' ') + 1));

            assertThat(get(baseUrl, JOB).body()).as("the contract").contains("0199f3a47c5e7d1b8a2f4e6c9d0b1a04");
            HttpResponse<String> other = get(baseUrl, JOB.replace("1a04", "ffee"));
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(other.body()).as("the first example").contains("PROCESSING");
            HttpResponse<String> asked = get(baseUrl, JOB, "Prefer", "code=404");
            assertThat(asked.statusCode()).isEqualTo(404);
            assertThat(asked.body()).contains("50000040");
            assertThat(asked.headers().firstValue("Preference-Applied")).hasValue("code=404");
            assertThat(get(baseUrl, JOB, "Prefer", "example=failed").body()).contains("FAILED");
        } finally {
            server.destroy();
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(errorOf("--document", "nowhere.yaml")).contains("nowhere.yaml: there is no such file");
    }

    private static HttpResponse<String> get(URI baseUrl, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(baseUrl.resolve(path))
                .header("Authorization", "Bearer any")
                .header("Accept", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void portInUse_isToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process server = start(insideTheJar(), "--port", String.valueOf(taken.getLocalPort()));

            assertThat(output(server))
                    .startsWith("The stubs can't be served on port " + taken.getLocalPort() + " of 127.0.0.1: ")
                    .hasLineCount(1);
            assertThat(server.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void wrongArguments_areToldWithWhatThereIs() {
        assertThat(errorOf("--consumer", "java"))
                .contains("There is no contract of the consumer 'java', only of ", "java-client");
        assertThat(errorOf("--port", "70000")).contains("There is no port 70000, only 0 to 65535");
    }

    @Test
    void listHelpAndVersion_serveNothing() {
        assertThat(outputOf("--consumer", "java-client", "--list")).contains("java-client/stop/running-job");
        assertThat(outputOf("--help")).contains("--port=PORT");
        assertThat(outputOf("--version").strip()).matches("[0-9]+[.][0-9]+[.][0-9]+(-SNAPSHOT)?");
    }

    private static String outputOf(String... arguments) {
        StringWriter out = new StringWriter();
        assertThat(StubsServer.commandLine().setOut(new PrintWriter(out)).execute(arguments))
                .isZero();
        return out.toString();
    }

    private static String errorOf(String... arguments) {
        StringWriter error = new StringWriter();
        assertThat(StubsServer.commandLine().setErr(new PrintWriter(error)).execute(arguments))
                .isEqualTo(2);
        return error.toString();
    }

    /** What it needs without a document, and nothing else. */
    private static String insideTheJar() {
        return String.join(
                System.getProperty("path.separator"),
                home(StubsServer.class),
                home(com.github.tomakehurst.wiremock.WireMockServer.class),
                home(picocli.CommandLine.class));
    }

    private static Process start(String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                StubsServer.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String home(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
