package dev.bookingdate.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One connection, with every byte as the test says: no client that normalises headers, lengths or paths. */
final class RawConnection implements AutoCloseable {

    private final Socket socket;
    private final InputStream input;

    RawConnection(TestServer server) throws IOException {
        socket = new Socket("localhost", server.port());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Ends the request, with the answer still awaited. */
    RawConnection shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next answer, an interim one such as 100 included. */
    Answer read() throws IOException {
        return read(false);
    }

    /** The next answer to a HEAD request: its Content-Length announces a body that does not come. */
    Answer readHead() throws IOException {
        return read(true);
    }

    /** Tells whether the server has closed the connection, with nothing left to read. */
    boolean isClosedByServer() throws IOException {
        return input.read() < 0;
    }

    /** Breaks the connection off as a client does that dies: with a reset, not with an end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private Answer read(boolean head) throws IOException {
        String statusLine = line();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon), line.substring(colon + 1).strip(), (one, more) -> one + ", " + more);
        }
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        boolean bodiless = head || status < 200 || status == 204;
        return new Answer(statusLine, status, headers, bodiless ? new byte[0] : body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("Transfer-Encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            var body = new ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(line(), 16);
                body.write(bytes(size));
                line();
                if (size == 0) {
                    return body.toByteArray();
                }
            }
        }
        String length = headers.get("Content-Length");
        return length == null ? input.readAllBytes() : bytes(Integer.parseInt(length));
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = input.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the answer broke off");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int value = input.read(); value != '\n'; value = input.read()) {
            if (value < 0) {
                throw new EOFException("no answer, after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(value);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    record Answer(String statusLine, int status, Map<String, String> headers, byte[] body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        JsonNode json() {
            return TestServer.json(body);
        }

        List<String> codes() {
            return reasons("code").toList();
        }

        String messages() {
            return reasons("message").collect(Collectors.joining(" "));
        }

        private Stream<String> reasons(String member) {
            return json().get("reasons")
                    .valueStream()
                    .map(reason -> reason.get(member).asString());
        }

        @Override
        public String toString() {
            return statusLine + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
        }
    }
}
