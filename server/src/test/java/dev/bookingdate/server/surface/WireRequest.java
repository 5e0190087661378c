package dev.bookingdate.server.surface;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A request as it goes over the wire, right or wrong.
 *
 * @param cut whether what is sent may be less than a request, so that no answer is owed
 */
record WireRequest(
        String method,
        String target,
        String version,
        List<Header> headers,
        byte[] body,
        Framing framing,
        UnaryOperator<byte[]> damage,
        boolean cut) {

    record Header(String name, String value) {}

    /** How the request says where its body ends. */
    enum Framing {
        /** By Content-Length; none without a body. */
        LENGTH,
        /** By Content-Length, also where there is no body. */
        LENGTH_ALWAYS,
        CHUNKED,
        /** By both, which is forbidden. */
        BOTH,
        LENGTH_TOO_LARGE,
        LENGTH_TOO_SMALL,
        LENGTH_NO_NUMBER,
        BAD_CHUNK,
        CHUNKED_CUT_SHORT
    }

    static WireRequest of(String method, String target) {
        return new WireRequest(
                method,
                target,
                "HTTP/1.1",
                List.of(new Header("Host", "localhost")),
                new byte[0],
                Framing.LENGTH,
                UnaryOperator.identity(),
                false);
    }

    WireRequest method(String other) {
        return new WireRequest(other, target, version, headers, body, framing, damage, cut);
    }

    WireRequest target(String other) {
        return new WireRequest(method, other, version, headers, body, framing, damage, cut);
    }

    WireRequest version(String other) {
        return new WireRequest(method, target, other, headers, body, framing, damage, cut);
    }

    WireRequest body(byte[] other) {
        return new WireRequest(method, target, version, headers, other, framing, damage, cut);
    }

    WireRequest body(String other) {
        return body(other.getBytes(StandardCharsets.UTF_8));
    }

    WireRequest framing(Framing other) {
        boolean incomplete = other == Framing.LENGTH_TOO_LARGE || other == Framing.CHUNKED_CUT_SHORT;
        return new WireRequest(method, target, version, headers, body, other, damage, cut || incomplete);
    }

    /** Changes the finished bytes. */
    WireRequest damaged(UnaryOperator<byte[]> how) {
        return new WireRequest(method, target, version, headers, body, framing, how, true);
    }

    WireRequest with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new WireRequest(method, target, version, more, body, framing, damage, cut);
    }

    WireRequest without(String name) {
        List<Header> less = headers.stream()
                .filter(header -> !header.name().equalsIgnoreCase(name))
                .toList();
        return new WireRequest(method, target, version, less, body, framing, damage, cut);
    }

    /** With each name in braces replaced by what it stands for. */
    WireRequest knowing(Map<String, String> known) {
        List<Header> replaced = headers.stream()
                .map(header -> new Header(header.name(), replace(header.value(), known)))
                .toList();
        return new WireRequest(method, replace(target, known), version, replaced, body, framing, damage, cut);
    }

    private static String replace(String text, Map<String, String> known) {
        String result = text;
        for (Map.Entry<String, String> entry : known.entrySet()) {
            result = result.replace(entry.getKey(), entry.getValue());
        }
        return result;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + "\r\n");
        headers.forEach(
                header -> head.append(header.name() + ": " + header.value()).append("\r\n"));
        head.append(lengths()).append("\r\n");
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(framedBody());
        return damage.apply(bytes.toByteArray());
    }

    private String lengths() {
        return switch (framing) {
            case LENGTH -> body.length == 0 ? "" : length(body.length);
            case LENGTH_ALWAYS -> length(body.length);
            case CHUNKED, BAD_CHUNK, CHUNKED_CUT_SHORT -> "Transfer-Encoding: chunked\r\n";
            case BOTH -> length(body.length) + "Transfer-Encoding: chunked\r\n";
            case LENGTH_TOO_LARGE -> length(body.length + 7);
            case LENGTH_TOO_SMALL -> length(Math.max(0, body.length - 3));
            case LENGTH_NO_NUMBER -> "Content-Length: 1x\r\n";
        };
    }

    private static String length(int length) {
        return "Content-Length: " + length + "\r\n";
    }

    private byte[] framedBody() {
        return switch (framing) {
            case CHUNKED, BOTH -> chunks("%x\r\n".formatted(body.length), "\r\n0\r\n\r\n");
            case BAD_CHUNK -> chunks("zz\r\n", "\r\n0\r\n\r\n");
            case CHUNKED_CUT_SHORT -> chunks("%x\r\n".formatted(body.length + 9), "");
            default -> body;
        };
    }

    private byte[] chunks(String before, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (body.length > 0) {
            bytes.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(body);
            bytes.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
        } else {
            bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        String text = new String(bytes(), StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n\n");
        return text.length() > 3000 ? text.substring(0, 3000) + "… (" + text.length() + " bytes)" : text;
    }
}
