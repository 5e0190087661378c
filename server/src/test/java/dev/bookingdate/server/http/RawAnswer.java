package dev.bookingdate.server.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An answer byte by byte as it came, for requests that no decent HTTP client sends. */
record RawAnswer(int status, List<String> headerLines, String body) {

    /**
     * Sends a request, its characters as bytes, and reads until the server closes.
     *
     * @param request should ask for {@code Connection: close}
     */
    static RawAnswer to(int port, String request) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            // Nothing more comes, also where the headers promise a body: the server need not wait for it.
            socket.shutdownOutput();
            return of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    private static RawAnswer of(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        List<String> lines = Stream.of(answer.substring(0, Math.max(end, 0)).split("\r\n", -1))
                .toList();
        int status = end < 0 ? 0 : Integer.parseInt(lines.get(0).split(" ", -1)[1]);
        return new RawAnswer(status, lines.subList(1, lines.size()), end < 0 ? "" : answer.substring(end + 4));
    }

    List<String> header(String name) {
        return headerLines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    JsonNode json() {
        return TestServer.json(body.getBytes(StandardCharsets.ISO_8859_1));
    }
}
