package dev.bookingdate.postgres;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another process that opens a data folder, reports, and closes it on demand. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The child's side: it says what it got, and closes when a line arrives. */
    public static void main(String[] args) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]), Servers.SETTINGS)) {
            System.out.println(
                    "REPORT " + postgres.attached() + " " + postgres.address().port());
            System.in.read();
        }
    }

    static ChildJvm launch(Path dataDir) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives a second or two.
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ChildJvm.class.getName(),
                dataDir.toString());
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    record Report(boolean attached, int port) {}

    Report report() throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("REPORT ")) {
                String[] words = line.split(" ", -1);
                return new Report(Boolean.parseBoolean(words[1]), Integer.parseInt(words[2]));
            }
            seen.append(line).append('\n');
        }
        throw new IOException("the child ended without a report:\n" + seen);
    }

    void closePostgres() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        if (!process.waitFor(60, SECONDS) || process.exitValue() != 0) {
            throw new IOException("the child did not end well");
        }
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
