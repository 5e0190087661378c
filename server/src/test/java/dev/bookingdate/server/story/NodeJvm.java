package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which can be killed. */
public record NodeJvm(Process process) {

    public static NodeJvm start(TestDatabase database, String... properties) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BookingDateBackfillServer.class.getName()));
        command.addAll(RunningServer.arguments(database, properties));
        return new NodeJvm(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("target/node-" + System.nanoTime() + ".log"))
                .start());
    }

    /** As kill -9 does. Killing twice does nothing. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
