package dev.bookingdate.server.surface;

import dev.bookingdate.server.surface.WireRequest.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Requests of all kinds: a valid one of some operation, to which up to four things have happened. What is only known once
 * the server runs stands in braces: {@code {multi}} is a token, {@code {last}} the job that was created last.
 */
final class WireRequests {

    static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String STOP = "{\"status\":\"Stopping\"}";
    private static final byte[] BOMB = gzip(new byte[40 * 1024 * 1024]);

    private static final Arbitrary<String> JOB = Arbitraries.frequency(
            Tuple.of(4, "{last}"),
            Tuple.of(2, "0199f3a47c5e7d1b8a2f4e6c9d0b1a03"),
            Tuple.of(2, "0199f3a47c5e7d1b8a2f4e6c9d0b1a04"),
            Tuple.of(2, "0199f3a47c5e7d1b8a2f4e6c9d0b1a05"),
            Tuple.of(2, "0199f3a47c5e7d1b8a2f4e6c9d0b1b03"),
            Tuple.of(1, "0199f3a47c5e7d1b8a2f4e6c9d0bffff"),
            Tuple.of(1, "0199F3A47C5E7D1B8A2F4E6C9D0B1A03"),
            Tuple.of(1, "short"),
            Tuple.of(1, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"),
            Tuple.of(1, "%30199f3a47c5e7d1b8a2f4e6c9d0b1a0"),
            Tuple.of(1, "0199f3a4-7c5e-7d1b-8a2f-4e6c9d0b1a03"));

    private static final Arbitrary<String> TEXT = Arbitraries.oneOf(
            Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(80),
            Arbitraries.strings()
                    .withCharRange('\u0001', '\u00ff')
                    .excludeChars('\r', '\n')
                    .ofMaxLength(40),
            Arbitraries.of(
                    "",
                    " ",
                    "null",
                    "x".repeat(64),
                    "x".repeat(65),
                    "x".repeat(256),
                    "x".repeat(5000),
                    "a:b",
                    "a;b",
                    "a\"b",
                    "a'b",
                    "gr\u00fc\u00df",
                    "%0d%0aX: y",
                    "${jndi:ldap://127.0.0.1/a}",
                    "' or 1=1 --",
                    "../../etc",
                    "\t",
                    "a\tb",
                    "\u007f",
                    "a,b",
                    ",",
                    "00000000-0000-4000-8000-0000000000e3",
                    "00000000-0000-4000-8000-0000000000E3",
                    "00000000-0000-4000-8000-0000000000e1",
                    "emea",
                    "emea,us-east",
                    "emea,nowhere"));

    private static final Arbitrary<String> HEADER = Arbitraries.of(
            "Zuora-Track-Id",
            "Zuora-Entity-Ids",
            "Zuora-Org-Ids",
            "Zuora-Version",
            "Idempotency-Key",
            "Authorization",
            "Accept",
            "Accept-Encoding",
            "Content-Type",
            "Content-Encoding",
            "Expect",
            "Host",
            "Cookie",
            "Origin",
            "Range",
            "If-None-Match",
            "Connection",
            "Upgrade",
            "X-Forwarded-For",
            "X-HTTP-Method-Override",
            "traceparent",
            "X");

    private static final Arbitrary<WireRequest.Header> NEARLY_VALID = Arbitraries.of(
            header("Zuora-Track-Id", "nightly close"),
            header("Zuora-Entity-Ids", "00000000-0000-4000-8000-0000000000e3"),
            header("Zuora-Entity-Ids", "00000000-0000-4000-8000-0000000000e1"),
            header("Zuora-Org-Ids", "emea"),
            header("Zuora-Org-Ids", "emea , us-west"),
            header("Zuora-Org-Ids", "nowhere"),
            header("Zuora-Version", "2025-08-12"),
            header("Idempotency-Key", "one"),
            header("Idempotency-Key", "two"),
            header("Accept", "*/*"),
            header("Accept", "application/*;q=0.1"),
            header("Accept", "text/html, application/json;q=0"),
            header("Accept", "x"),
            header("Accept-Encoding", "gzip"),
            header("Accept-Encoding", "GZIP;q=0.5, identity"),
            header("Accept-Encoding", "gzip;q=0"),
            header("Accept-Encoding", "*"),
            header("Content-Type", "application/json; charset=utf-8"),
            header("Content-Type", "application/json; charset=utf-16"),
            header("Content-Type", "application/json; charset=nonsense"),
            header("Content-Type", "text/plain"),
            header("Content-Type", FORM),
            header("Content-Type", "multipart/form-data"),
            header("Content-Encoding", "identity"),
            header("Content-Encoding", "br"),
            header("Content-Encoding", "gzip, gzip"),
            header("Prefer", "wait=0"),
            header("Prefer", "respond-async, wait=-1; x=\"y"),
            header("Expect", "100-continue"),
            header("Authorization", "Bearer {multi}"),
            header("Authorization", "Bearer {several}"),
            header("Authorization", "Basic eDp5"),
            header("Authorization", "Bearer"),
            header("Authorization", "Bearer a b"),
            header("Host", "elsewhere"),
            header("Host", "a b"),
            header("Connection", "close"),
            header("Connection", "keep-alive"),
            header("Transfer-Encoding", "gzip, chunked"),
            header("Content-Length", "0"),
            header("X-HTTP-Method-Override", "DELETE"),
            header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            header("traceparent", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

    private static final Arbitrary<byte[]> BODY = Arbitraries.oneOf(
            Arbitraries.of(
                            STOP,
                            "",
                            "{}",
                            "[]",
                            "null",
                            "{\"status\":null}",
                            "{\"status\":\"stopping\"}",
                            "{\"status\":1}",
                            "{\"status\":[\"Stopping\"]}",
                            "{\"status\":\"Stopping\",\"status\":\"Stopping\"}",
                            "{\"status\":\"Stopping\",\"unknown\":{\"a\":[1,2,{\"b\":null}]}}",
                            "{\"unknown\":" + "[".repeat(3000) + "]".repeat(3000) + "}",
                            "{\"unknown\":" + "9".repeat(2000) + "}",
                            "{\"unknown\":1e999999999,\"status\":\"Stopping\"}",
                            "{\"" + "n".repeat(60_000) + "\":1}",
                            "{\"status\":\"Stop",
                            STOP + STOP,
                            "\ufeff" + STOP,
                            "{\"status\":\"\\ud800\"}",
                            "status=Stopping")
                    .map(text -> text.getBytes(StandardCharsets.UTF_8)),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(200),
            Arbitraries.strings().ofMaxLength(100).map(text -> text.getBytes(StandardCharsets.UTF_8)),
            Arbitraries.of(STOP, "{\"status\":\"Stopped\"}").map(text -> text.getBytes(StandardCharsets.UTF_16)));

    private static final Arbitrary<String> ROUTE = Arbitraries.oneOf(
            Arbitraries.of(
                    "/",
                    "/v1",
                    JOBS + "/",
                    JOBS + "/{last}/",
                    JOBS + "//{last}",
                    JOBS + ";a=b",
                    JOBS + "/%00",
                    JOBS + "/a%2Fb",
                    JOBS + "/%c3%28",
                    JOBS + "/..",
                    JOBS + "/%2e%2e/jobs",
                    JOBS + "\\x",
                    "/V1/uno/data-backfill/bookingdate/jobs",
                    "/v1/uno/data%2dbackfill/bookingdate/jobs",
                    "http://localhost" + JOBS,
                    "*",
                    "/oauth/token/",
                    "/oauth/%74oken",
                    "/actuator",
                    "/actuator/health",
                    "/error",
                    "/login",
                    "/favicon.ico",
                    "/v1/uno/data-backfill/bookingdate/jobs?pageSize=1&pageSize=2",
                    "/" + "x".repeat(9000)),
            Arbitraries.strings().withCharRange('!', '~').ofMaxLength(60).map(text -> "/" + text));

    private static final Arbitrary<String> QUERY = Arbitraries.oneOf(
            Arbitraries.of("0", "1", "20", "1000", "1001", "-1", "x", "", "1.0", "99999999999", "%31", "1%00", "+1")
                    .map(size -> "pageSize=" + size),
            Arbitraries.of(
                            "",
                            "x",
                            "%",
                            "%zz",
                            "=",
                            "MDE5OWQ2",
                            "{last}",
                            "0".repeat(32),
                            "c".repeat(513),
                            "a&cursor=b")
                    .map(cursor -> "cursor=" + cursor),
            Arbitraries.of("true", "false", "", "x", "1", "TRUE", "true&dryRun=true", "%74rue")
                    .map(dryRun -> "dryRun=" + dryRun),
            Arbitraries.strings().withCharRange('!', '~').excludeChars('#').ofMaxLength(40));

    private WireRequests() {}

    static Arbitrary<WireRequest> all() {
        return Combinators.combine(valid(), incidents().list().ofMaxSize(4)).as(WireRequests::happenTo);
    }

    private static WireRequest happenTo(WireRequest request, List<UnaryOperator<WireRequest>> incidents) {
        WireRequest result = request;
        for (UnaryOperator<WireRequest> incident : incidents) {
            result = incident.apply(result);
        }
        return result;
    }

    private static Arbitrary<WireRequest> valid() {
        Arbitrary<String> token = Arbitraries.frequency(
                Tuple.of(8, "{multi}"), Tuple.of(3, "{single}"), Tuple.of(3, "{several}"), Tuple.of(1, "garbage"));
        Arbitrary<WireRequest> get = JOB.map(job -> WireRequest.of("GET", JOBS + "/" + job));
        Arbitrary<WireRequest> stop = JOB.map(job -> WireRequest.of("PUT", JOBS + "/" + job)
                .with("Content-Type", "application/json")
                .body(STOP));
        Arbitrary<WireRequest> list = Arbitraries.of("", "?pageSize=1", "?pageSize=20", "?pageSize=1000")
                .map(query -> WireRequest.of("GET", JOBS + query));
        Arbitrary<WireRequest> create = Arbitraries.of(Framing.LENGTH_ALWAYS, Framing.LENGTH)
                .map(framing -> WireRequest.of("POST", JOBS).framing(framing));
        Arbitrary<WireRequest> jobCalls = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, get), Tuple.of(4, stop), Tuple.of(3, list), Tuple.of(3, create)),
                        token)
                .as((call, bearer) -> bearer.equals("{several}")
                        ? call.with("Authorization", "Bearer " + bearer)
                                .with("Zuora-Entity-Ids", "00000000-0000-4000-8000-0000000000e3")
                        : call.with("Authorization", "Bearer " + bearer));
        return Arbitraries.frequencyOf(Tuple.of(14, jobCalls), Tuple.of(2, tokenCalls()), Tuple.of(1, routes()));
    }

    private static Arbitrary<WireRequest> tokenCalls() {
        String good = "grant_type=client_credentials&client_id=00000000-0000-4000-8000-00000000c101";
        return Arbitraries.of(
                        good + "&client_secret=surface-secret",
                        good + "&client_secret=wrong",
                        good.replace("c101", "c999") + "&client_secret=surface-secret",
                        good,
                        good + "&client_secret=a&client_secret=b",
                        good + "&client_secret=%zz",
                        "grant_type=password",
                        "&&==&",
                        "")
                .map(form -> WireRequest.of("POST", "/oauth/token")
                        .with("Content-Type", FORM)
                        .body(form));
    }

    private static Arbitrary<WireRequest> routes() {
        return Combinators.combine(Arbitraries.of("GET", "POST", "PUT", "OPTIONS", "HEAD"), ROUTE)
                .as((method, route) -> WireRequest.of(method, route).with("Authorization", "Bearer {multi}"));
    }

    private static Arbitrary<UnaryOperator<WireRequest>> incidents() {
        return Arbitraries.frequencyOf(
                Tuple.of(10, incident(NEARLY_VALID, (request, header) -> request.with(header.name(), header.value()))),
                Tuple.of(
                        6,
                        incident(
                                NEARLY_VALID,
                                (request, header) ->
                                        request.without(header.name()).with(header.name(), header.value()))),
                Tuple.of(
                        6,
                        Combinators.combine(HEADER, TEXT)
                                .as((name, value) ->
                                        request -> request.without(name).with(name, value))),
                Tuple.of(4, incident(HEADER, WireRequest::without)),
                Tuple.of(6, incident(BODY, WireRequest::body)),
                Tuple.of(4, incident(Arbitraries.of(Framing.class), WireRequest::framing)),
                Tuple.of(4, incident(METHOD, WireRequest::method)),
                Tuple.of(3, incident(ROUTE, WireRequest::target)),
                Tuple.of(4, incident(QUERY, (request, query) -> request.target(request.target() + "?" + query))),
                Tuple.of(
                        1,
                        incident(
                                Arbitraries.of("HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/9.9", "http/1.1", "X", ""),
                                WireRequest::version)),
                Tuple.of(5, incident(Arbitraries.of(Compression.values()), (request, how) -> how.apply(request))),
                Tuple.of(1, Arbitraries.just(request -> request.body(" ".repeat(1024 * 1024 + 1)))),
                Tuple.of(3, DAMAGE.map(how -> request -> request.damaged(how))));
    }

    private static final Arbitrary<String> METHOD = Arbitraries.of(
            "GET",
            "PUT",
            "POST",
            "DELETE",
            "PATCH",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "FOO",
            "");

    /** One byte of the finished request is replaced, inserted, or ends it. */
    private static final Arbitrary<UnaryOperator<byte[]>> DAMAGE = Combinators.combine(
                    Arbitraries.doubles().between(0, 1),
                    Arbitraries.bytes(),
                    Arbitraries.of("replace", "insert", "end"))
            .as((where, value, what) -> bytes -> damage(bytes, (int) (where * bytes.length), value, what));

    private static byte[] damage(byte[] bytes, int at, byte value, String what) {
        int place = Math.min(at, bytes.length);
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        damaged.writeBytes(Arrays.copyOf(bytes, place));
        if (!what.equals("end")) {
            damaged.write(value);
            int rest = what.equals("replace") ? Math.min(place + 1, bytes.length) : place;
            damaged.writeBytes(Arrays.copyOfRange(bytes, rest, bytes.length));
        }
        return damaged.toByteArray();
    }

    /** What a body that calls itself gzip may be. */
    private enum Compression {
        GOOD {
            @Override
            byte[] of(byte[] body) {
                return gzip(body);
            }
        },
        NONE {
            @Override
            byte[] of(byte[] body) {
                return body;
            }
        },
        CUT_SHORT {
            @Override
            byte[] of(byte[] body) {
                byte[] whole = gzip(body);
                return Arrays.copyOf(whole, whole.length / 2);
            }
        },
        BAD_CHECKSUM {
            @Override
            byte[] of(byte[] body) {
                byte[] whole = gzip(body);
                whole[whole.length - 6] ^= 1;
                return whole;
            }
        },
        BOMB {
            @Override
            byte[] of(byte[] body) {
                return WireRequests.BOMB;
            }
        };

        abstract byte[] of(byte[] body);

        WireRequest apply(WireRequest request) {
            return request.body(of(request.body())).with("Content-Encoding", "gzip");
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> Arbitrary<UnaryOperator<WireRequest>> incident(Arbitrary<T> what, Incident<T> incident) {
        return what.map(value -> request -> incident.happen(request, value));
    }

    private interface Incident<T> {
        WireRequest happen(WireRequest request, T what);
    }

    private static WireRequest.Header header(String name, String value) {
        return new WireRequest.Header(name, value);
    }
}
