package dev.bookingdate.server.chaos;

import dev.bookingdate.server.BookingDateBackfillServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A place for a server process: the process comes and goes, its address and its network stay. */
final class Node implements Closeable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final String name;
    private final Proxy network;
    private final List<String> arguments;
    private final Path directory;
    private final int port = freePort();
    private int starts;
    private List<String> lastOptions = List.of();
    private Class<?> lastMain = BookingDateBackfillServer.class;
    private @Nullable Process process;
    private volatile boolean frozen;

    /** @param arguments what each start is given, besides the address */
    Node(String name, Proxy network, List<String> arguments, Path directory) {
        this.name = name;
        this.network = network;
        this.arguments = arguments;
        this.directory = directory;
    }

    String name() {
        return name;
    }

    Proxy network() {
        return network;
    }

    Calls.Place place() {
        return new Calls.Place(name, address());
    }

    private String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts the server as it is shipped. */
    void start() {
        start(List.of(), BookingDateBackfillServer.class);
    }

    /** Starts the server in a process whose clock is off. */
    void startWithWrongClock(Duration off) {
        start(List.of("-D" + WrongClock.SECONDS + "=" + off.toSeconds()), WrongClock.class);
    }

    /** Starts it as it was started last, where it has ended by itself: the database was not there yet. */
    void startAgain() {
        start(lastOptions, lastMain);
    }

    private synchronized void start(List<String> options, Class<?> main) {
        if (isAlive()) {
            return;
        }
        lastOptions = options;
        lastMain = main;
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(List.of(
                "-Xmx256m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Djdk.attach.allowAttachSelf=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "--server.port=" + port));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            directory.resolve(name + "-" + ++starts + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it answers a request, if only with a refusal. */
    boolean answers() {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(address() + "/v1/uno/data-backfill/bookingdate/jobs"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 401;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    boolean isFrozen() {
        return frozen;
    }

    /** kill -9. Returns when it is dead. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process, 10);
            frozen = false;
        }
    }

    void freeze() {
        frozen = true;
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
        frozen = false;
    }

    /** Asks it to shut down. */
    void terminate() {
        signal("TERM");
    }

    /** Whether it ended by itself within so many seconds. */
    boolean awaitEnd(int seconds) {
        Process current = process;
        return current == null || awaitEnd(current, seconds);
    }

    private static boolean awaitEnd(Process process, int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void signal(String signal) {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            awaitEnd(kill, 5);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        network.close();
    }
}
