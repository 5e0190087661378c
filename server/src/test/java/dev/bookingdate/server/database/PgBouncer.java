package dev.bookingdate.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The pooler that many databases have in front of them, where the machine has it. */
public final class PgBouncer implements AutoCloseable {

    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

    private final Process process;
    private final String url;

    private PgBouncer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    public static boolean isInstalled() {
        return program().findFirst().isPresent();
    }

    private static Stream<Path> program() {
        return PLACES.stream().filter(Files::isExecutable);
    }

    /**
     * Starts one in front of a database.
     *
     * @param mode {@code session} or {@code transaction}
     */
    public static PgBouncer start(Path directory, TestDatabase database, String mode) throws IOException {
        URI target = URI.create(database.url().substring("jdbc:".length()));
        int port = freePort();
        Path users = Files.writeString(
                directory.resolve("users.txt"), "\"" + database.user() + "\" \"" + database.password() + "\"\n");
        Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
                [databases]
                %s = host=127.0.0.1 port=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %s
                unix_socket_dir =
                auth_type = plain
                auth_file = %s
                pool_mode = %s
                default_pool_size = 60
                max_client_conn = 200
                ignore_startup_parameters = extra_float_digits
                """.formatted(
                        database.name(), Integer.toString(target.getPort()), Integer.toString(port), users, mode));
        List<String> command =
                new ArrayList<>(List.of(program().findFirst().orElseThrow().toString()));
        if (System.getProperty("user.name").equals("root")) {
            // It refuses root, and gives root's rights up for those of a user.
            open(directory);
            command.addAll(List.of("--user", "nobody"));
        }
        command.add(settings.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> answers(port));
        return new PgBouncer(process, "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name());
    }

    private static void open(Path directory) {
        directory.toFile().setExecutable(true, false);
        directory.toFile().setReadable(true, false);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
