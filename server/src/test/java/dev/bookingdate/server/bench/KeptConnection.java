package dev.bookingdate.server.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends prepared requests and reads answers, and does no more than that: it shares the processors with the server that is
 * measured. It connects again where the server closes.
 */
final class KeptConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final int port;
    private @Nullable Socket socket;
    private InputStream input = InputStream.nullInputStream();

    KeptConnection(int port) {
        this.port = port;
    }

    static byte[] request(String method, String path, int port, String token, String body) {
        return ("%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
                        + "Content-Length: %d\r\n\r\n%s")
                .formatted(method, path, port, token, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the status of the answer, once its body is read. */
    int call(byte[] request) throws IOException {
        Socket connected = socket;
        if (connected == null) {
            connected = new Socket(InetAddress.getLoopbackAddress(), port);
            connected.setTcpNoDelay(true);
            connected.setSoTimeout(TIMEOUT_MILLIS);
            input = new BufferedInputStream(connected.getInputStream(), 16_384);
            socket = connected;
        }
        connected.getOutputStream().write(request);
        return answer();
    }

    private int answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        boolean close = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            } else if (lower.equals("connection: close")) {
                close = true;
            }
        }
        if (chunked) {
            int size;
            do {
                size = Integer.parseInt(line(), 16);
                input.skipNBytes(size);
                line();
            } while (size > 0);
        } else {
            input.skipNBytes(length);
        }
        if (close) {
            close();
        }
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
