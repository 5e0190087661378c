package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.slow.Drips;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one address may hold at a time, and that all others find room beside it. */
@Tag("long")
class ConnectionBoundsTest {

    private static final int CONNECTIONS = 5;
    private static final int BODIES = 3;

    private static TestDatabase database;
    private static TestServer server;
    private static TestServer behindProxy;

    private final List<Socket> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = start("server.forward-headers-strategy=none");
        behindProxy = start("server.forward-headers-strategy=native");
    }

    private static TestServer start(String forwarding) {
        return TestServer.start(
                database,
                "bookingdate.demo.charges=1",
                "bookingdate.connections.per-address=" + CONNECTIONS,
                "bookingdate.connections.bodies-per-address=" + BODIES,
                forwarding);
    }

    @AfterAll
    static void stop() {
        behindProxy.close();
        server.close();
        database.close();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : opened) {
            socket.close();
        }
    }

    @Test
    void connectionsOfOneAddress_areBounded() throws IOException {
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = open(server, "127.0.0.21");
            assertThat(status(socket, "")).isEqualTo(401);
            held.add(socket);
        }
        assertThat(isAnswered(server, "127.0.0.21")).isFalse();
        assertThat(isAnswered(server, "127.0.0.22")).isTrue();

        held.get(0).close();
        await().until(() -> isAnswered(server, "127.0.0.21"));
    }

    @Test
    void connectionsOfADeclaredProxy_areNot() throws IOException {
        for (int i = 0; i < 4 * CONNECTIONS; i++) {
            assertThat(status(open(behindProxy, "127.0.0.23"), "X-Forwarded-For: 192.0.2.1\r\n"))
                    .isEqualTo(401);
        }
    }

    @Test
    void bodiesOfOneAddress_areBounded_andTheOldestGivesWay() throws IOException {
        List<Socket> halfSent = new ArrayList<>();
        for (int i = 0; i <= BODIES; i++) {
            halfSent.add(halfSent(open(server, "127.0.0.24"), ""));
            int wanted = Math.min(i + 1, BODIES);
            await().until(() -> server.bean(BodyArrivals.class).size() == wanted);
        }
        String refusal = answer(halfSent.get(0));
        assertThat(refusal).startsWith("HTTP/1.1 429 ").contains("Retry-After: 1", "50000070", "Connection: close");

        assertThat(finish(halfSent.get(BODIES))).startsWith("HTTP/1.1 401 ");
        assertThat(finish(halfSent.get(1))).startsWith("HTTP/1.1 401 ");
    }

    /** By the address that the proxy names: one of its clients does not take what another one needs. */
    @Test
    void bodiesBehindADeclaredProxy_areCountedByTheirCallers() throws IOException {
        Socket other = halfSent(open(behindProxy, "127.0.0.25"), "X-Forwarded-For: 192.0.2.7\r\n");
        await().until(() -> behindProxy.bean(BodyArrivals.class).size() == 1);
        List<Socket> halfSent = new ArrayList<>();
        for (int i = 0; i <= BODIES; i++) {
            halfSent.add(halfSent(open(behindProxy, "127.0.0.25"), "X-Forwarded-For: 192.0.2.8\r\n"));
            int wanted = 1 + Math.min(i + 1, BODIES);
            await().until(() -> behindProxy.bean(BodyArrivals.class).size() == wanted);
        }
        assertThat(answer(halfSent.get(0))).startsWith("HTTP/1.1 429 ");
        assertThat(finish(other)).startsWith("HTTP/1.1 401 ");
    }

    private Socket open(TestServer target, String from) throws IOException {
        Socket socket = Drips.plain(target.port(), InetAddress.getByName(from));
        socket.setSoTimeout(10_000);
        opened.add(socket);
        return socket;
    }

    private boolean isAnswered(TestServer target, String from) {
        try (Socket socket = open(target, from)) {
            return status(socket, "") == 401;
        } catch (IOException e) {
            return false;
        }
    }

    private static int status(Socket socket, String header) throws IOException {
        send(socket, "GET /nothing HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
        byte[] line = socket.getInputStream().readNBytes(12);
        return line.length < 12 ? 0 : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
    }

    /** A form that asks for a token, of which the last byte is missing. */
    private static Socket halfSent(Socket socket, String header) throws IOException {
        String form = "client_id=00000000-0000-4000-8000-000000000009&client_secret=a&grant_type=client_credentials";
        send(
                socket,
                "POST /oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form.substring(0, form.length() - 1));
        return socket;
    }

    private static String finish(Socket socket) throws IOException {
        send(socket, "s");
        return answer(socket);
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
