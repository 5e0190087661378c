package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import dev.bookingdate.contracts.BackfillStubs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: what it is to those around it. */
@Tag("long")
class FarewellTest {
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("command-line");

    @TempDir
    private Path folder;

    @Test
    void aWatchThatIsEnded_asksNothingOfTheJob_andSaysSo() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process watch = program("watch", RUNNING).redirectOutput(out.toFile()).start();
        try {
            await().until(() -> Files.readString(out).contains("PROCESSING"));
            // As Ctrl-C does, but that an interrupt may be ignored by whoever runs the tests in the background.
            watch.destroy();
            assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.destroyForcibly();
        }
        assertThat(watch.exitValue()).isEqualTo(ExitCode.TERMINATED.number());
        assertThat(Files.readString(err()))
                .isEqualTo("bookingdate: the job goes on; to stop it: bookingdate stop " + RUNNING
                        + System.lineSeparator());
        stubs.wireMock().verify(0, WireMock.putRequestedFor(WireMock.anyUrl()));
    }

    @Test
    void aWatchThatNobodyReads_ends() throws IOException, InterruptedException {
        Process watch = program("watch", RUNNING, "-o", "json").start();
        try {
            try (BufferedReader pipe = watch.inputReader()) {
                assertThat(pipe.readLine()).contains("PROCESSING");
            }
            assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.destroyForcibly();
        }
        assertThat(watch.exitValue()).isEqualTo(ExitCode.NOBODY_READS.number());
        assertThat(Files.readString(err())).isEmpty();
    }

    /** The JDK keeps credentials from a proxy that only passes TLS on, unless it is told otherwise before its client is used. */
    @Test
    void proxyThatPassesTlsOn_isToldWhoWeAre() throws IOException, InterruptedException {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ProcessBuilder program = program("stop", RUNNING);
            program.environment().put("BOOKINGDATE_URL", "https://billing.invalid");
            program.environment().put("HTTPS_PROXY", "http://jo:s3cret@127.0.0.1:" + proxy.getLocalPort());
            Process stop = program.start();
            try (Socket connection = proxy.accept();
                    BufferedReader request = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
                assertThat(request.readLine()).isEqualTo("CONNECT billing.invalid:443 HTTP/1.1");
                assertThat(request.lines().takeWhile(line -> !line.isEmpty()))
                        .contains("Proxy-Authorization: Basic "
                                + Base64.getEncoder().encodeToString("jo:s3cret".getBytes(StandardCharsets.UTF_8)));
            } finally {
                stop.destroyForcibly();
            }
        }
    }

    private ProcessBuilder program(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CommandLineTool.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder program = new ProcessBuilder(command).redirectError(err().toFile());
        program.environment().put("BOOKINGDATE_URL", stubs.baseUrl().toString());
        program.environment().put("BOOKINGDATE_TOKEN", "billing-token");
        return program;
    }

    private Path err() {
        return folder.resolve("err");
    }
}
