package dev.bookingdate.server.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the database of a run lives: a small disk in memory that can be full, where mounting one is allowed. */
final class Disk implements Closeable {

    private final Path path;
    private final boolean small;

    private Disk(Path path, boolean small) {
        this.path = path;
        this.small = small;
    }

    static Disk at(Path path) throws IOException {
        Files.createDirectories(path);
        return new Disk(path, run("mount", "-t", "tmpfs", "-o", "size=1800m,mode=0700", "tmpfs", path.toString()));
    }

    Path path() {
        return path.resolve("postgres");
    }

    List<Fault> faults() {
        return small ? List.of(Fault.of("disk full", this::fill)) : List.of();
    }

    private boolean fill(Stage stage) throws IOException {
        Path filler = path.resolve("filler");
        try {
            try (OutputStream out = Files.newOutputStream(filler)) {
                byte[] block = new byte[1 << 20];
                while (true) {
                    out.write(block);
                }
            } catch (IOException full) {
                stage.last(Duration.ofSeconds(8));
            }
        } finally {
            Files.delete(filler);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (small) {
            run("umount", path.toString());
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pause.Ended();
        }
    }
}
