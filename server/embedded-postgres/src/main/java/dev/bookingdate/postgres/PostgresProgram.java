package dev.bookingdate.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's programs and waits for their end. */
record PostgresProgram(Path bin, List<String> prefix) {

    record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    Result run(Duration timeout, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        return execute(timeout, command);
    }

    /** The same, run by a further command. */
    PostgresProgram after(List<String> command) {
        List<String> longer = new ArrayList<>(prefix);
        longer.addAll(command);
        return new PostgresProgram(bin, longer);
    }

    /** Runs any command. Its output goes through a file, so that a descendant that keeps it open cannot delay us. */
    static Result execute(Duration timeout, List<String> command) {
        try {
            Path output = Files.createTempFile("postgres-", ".out");
            try {
                Process process = start(command, output.toFile());
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new EmbeddedPostgresException(
                            command.get(0) + " took longer than " + timeout.toSeconds() + " s: " + command);
                }
                return new Result(
                        process.exitValue(), new String(Files.readAllBytes(output), Charset.defaultCharset()));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while running " + command, e);
        }
    }

    private static Process start(List<String> command, File output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        // The caller's PGDATA, PGPORT, PGOPTIONS and the like are meant for another server.
        builder.environment()
                .keySet()
                .removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith("PG"));
        // Messages are searched for, and shown to everybody: they must not depend on the starter's language.
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
