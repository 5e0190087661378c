package dev.bookingdate.server.surface;

import dev.bookingdate.contracts.spec.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** An answer as it came over the wire; its body is inflated where it was compressed. */
record WireAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    Answer asAnswer() {
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Sends bytes on a connection of their own, says that no more will come, and reads all answers there are. */
    static List<WireAnswer> exchange(int port, byte[] request, boolean toHead) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            // Else some twenty thousand closed connections use up the ports.
            socket.setSoLinger(true, 0);
            socket.setTcpNoDelay(true);
            send(socket, request);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<WireAnswer> answers = new ArrayList<>();
            for (WireAnswer answer = read(in, toHead); answer != null; answer = read(in, toHead)) {
                if (answer.status() >= 200) {
                    answers.add(answer);
                }
            }
            return answers;
        }
    }

    private static void send(Socket socket, byte[] request) throws IOException {
        try {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
        } catch (SocketException e) {
            // The server has answered and closed before it read all: the answer is still to be read.
        }
    }

    private static @Nullable WireAnswer read(InputStream in, boolean toHead) throws IOException {
        String statusLine = line(in);
        if (statusLine == null || statusLine.isEmpty()) {
            return null;
        }
        if (!statusLine.startsWith("HTTP/")) {
            // A line without a version is a request of HTTP/0.9, whose answer is a body alone: always a refusal here.
            return new WireAnswer(
                    400,
                    Map.of(),
                    (statusLine + new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_8));
        }
        int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ?", 2);
            headers.computeIfAbsent(parts[0], any -> new ArrayList<>()).add(parts[1]);
        }
        boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
        return new WireAnswer(status, headers, bodiless ? new byte[0] : inflated(headers, body(in, headers)));
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("Transfer-Encoding")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.writeBytes(in.readNBytes(size));
                line(in);
            }
            line(in);
            return body.toByteArray();
        }
        List<String> length = headers.getOrDefault("Content-Length", List.of());
        return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length.get(0)));
    }

    private static int chunk(InputStream in) throws IOException {
        String size = line(in);
        return size == null ? 0 : Integer.parseInt(size, 16);
    }

    private static byte[] inflated(Map<String, List<String>> headers, byte[] body) throws IOException {
        if (!headers.getOrDefault("Content-Encoding", List.of()).contains("gzip")) {
            return body;
        }
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return plain.readAllBytes();
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        try {
            while ((next = in.read()) >= 0 && next != '\n') {
                line.write(next);
            }
        } catch (SocketException e) {
            // Closed with a reset, since what was sent was not read: that is the end as well.
            return null;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return next < 0 && text.isEmpty() ? null : text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
