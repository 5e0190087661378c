package dev.bookingdate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.bookingdate.server.StopMap;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.promise.UnpromisedAnswers;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;

/** What is told about a call to the log, the trace and the metrics: everything once, and nothing that the caller wrote. */
class CallLogTest {

    private static final String JOB = TestServer.JOBS + "/" + ScriptedDelegate.JOB;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @RegisterExtension
    static final TestServer server = TestServer.with(List.of(Observed.class), "bookingdate.demo.charges=1");

    private static String token;

    @BeforeAll
    static void start() {
        token = server.token(TestServer.DEMO_MULTI_ORG);
    }

    @Test
    void aCall_isOneLine_withItsOperationAndTenant() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = call(JOB, "nightly close");
            assertThat(line(log, answer))
                    .matches("request_id=\\S+ track_id=\"nightly close\" tenant=1001 "
                            + "operation=getBookingDateBackfillJob method=GET status=200 millis=[0-9]{1,5}");
        }
    }

    @Test
    void whatTheCallerWroteFreely_isNotLogged() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = call("/nothing?secret=1", "x\"status=200");
            assertThat(line(log, answer)).contains(" track_id=- tenant=1001 operation=- method=GET status=404 ");
            assertThat(String.join(" ", log.messages())).doesNotContain("nothing", "secret", token);
        }
    }

    @Test
    void aTokenRequest_isLoggedWithoutSecrets() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = server.tokenRequest(TestServer.DEMO_MULTI_ORG, TestServer.SECRET);
            assertThat(line(log, answer)).contains(" tenant=- operation=createToken method=POST status=200 ");
            assertThat(String.join(" ", log.messages())).doesNotContain(TestServer.SECRET, "eyJ");
        }
    }

    @Test
    void theOperation_isKnown_alsoWhereTheCallIsRefusedBeforeAnyHandler() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = server.send(server.request(JOB).build());
            assertThat(line(log, answer))
                    .contains(" tenant=- operation=getBookingDateBackfillJob method=GET status=401 ");
        }
    }

    /** What a program reads: the ids from the MDC, the rest from the line's own pairs, each in its type. */
    @ParameterizedTest
    @ValueSource(strings = {"logstash", "ecs"})
    void theLine_isStructured(String format) {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = call(JOB, "nightly close");
            line(log, answer);
            JsonNode json = structured(format, only(log, answer));
            assertThat(json.get("requestId").asString()).isEqualTo(requestId(answer));
            assertThat(json.get("trackId").asString()).isEqualTo("nightly close");
            assertThat(json.get("traceId").asString()).matches("[0-9a-f]{32}");
            assertThat(json.get("tenant").asString()).isEqualTo("1001");
            assertThat(json.get("operation").asString()).isEqualTo("getBookingDateBackfillJob");
            assertThat(json.get("method").asString()).isEqualTo("GET");
            assertThat(json.get("status").isInt()).isTrue();
            assertThat(json.get("millis").isIntegralNumber()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: x\r\n",
                "GET /a%2Fb HTTP/1.1\r\nHost: x\r\n",
                "\u0001 / HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA\0: b\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n",
                "FREE-WORD / HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: cake\r\n"
            })
    void aRefusalOfTomcats_isOneLineAsWell(String request) throws IOException {
        try (var log = new LoggedEvents()) {
            RawAnswer answer = RawAnswer.to(server.port(), request + "Connection: close\r\n\r\n");
            String id = answer.header("Zuora-Request-Id").get(0);
            assertThat(log.awaitLine("request_id=" + id)).contains("operation=-", "status=" + answer.status());
            assertThat(log.ofCall(id)).filteredOn(CallLogTest::isCallLine).hasSize(1);
            assertThat(log.messages()).noneMatch(line -> line.contains("FREE-WORD") || line.contains("cake"));
        }
    }

    /** Its lines stand on two threads: the one that began the call, and the one that ended it. */
    @UnpromisedAnswers("The paths are this test's own.")
    @ParameterizedTest
    @ValueSource(strings = {"ends", "fails"})
    void anAsynchronousCall_isOneLine_withItsLastStatus(String how) {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = call("/async/" + how, "t");
            assertThat(answer.statusCode()).isEqualTo(how.equals("ends") ? 200 : 409);
            assertThat(line(log, answer)).contains(" tenant=1001 ", " status=" + answer.statusCode() + " ");
            List<ILoggingEvent> lines = log.ofCall(requestId(answer));
            assertThat(lines).filteredOn(CallLogTest::isCallLine).hasSize(1);
            assertThat(lines.stream()
                            .map(event -> event.getMDCPropertyMap().get("traceId"))
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void everyLineWithinACall_carriesItsIds_andNoLineOfAnother() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = call(TestServer.JOBS + "/" + ScriptedDelegate.BREAKS, "t 1");
            line(log, answer);
            assertThat(log.ofCall(requestId(answer)))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.getMDCPropertyMap())
                            .containsEntry("trackId", "t 1")
                            .containsKeys("traceId", "spanId"));

            HttpResponse<byte[]> next = call(JOB, "a:b");
            line(log, next);
            assertThat(only(log, next).getMDCPropertyMap()).doesNotContainKey("trackId");
        }
    }

    /** A failure in the operation shows what a stop has passed: all that the map names, and no further station. */
    @Test
    void stop_passesTheStationsOfTheMap() {
        Set<String> returned = Set.of("caller/BearerCalls.java", "http/BodyCheck.java");
        List<String> map = StopMap.stations();
        List<String> stations = map.subList(0, map.indexOf("api/BookingDateBackfillDelegate.java")).stream()
                .filter(station -> !returned.contains(station))
                .toList();
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = server.send(request(TestServer.JOBS + "/" + ScriptedDelegate.BREAKS, "t")
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"status\":\"Stopping\"}"))
                    .build());
            line(log, answer);
            List<String> passed = log.ofCall(requestId(answer)).stream()
                    .filter(event -> event.getThrowableProxy() != null)
                    .flatMap(event -> Stream.of(event.getThrowableProxy().getStackTraceElementProxyArray()))
                    .map(frame -> frame.getStackTraceElement().getClassName())
                    .filter(name -> name.startsWith("dev.bookingdate.server."))
                    .map(name -> name.replace("dev.bookingdate.server.", "")
                                    .replaceFirst("[$].*", "")
                                    .replace('.', '/')
                            + ".java")
                    .distinct()
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.reverse(passed);
            assertThat(passed.subList(passed.indexOf(stations.get(0)), passed.size()))
                    .containsExactlyElementsOf(Stream.concat(stations.stream(), Stream.of("http/ScriptedDelegate.java"))
                            .toList());
        }
    }

    @Test
    void aValidTraceparent_isContinued_andTheSpanTellsWhoAndWhat() {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = traced("00-" + TRACE + "-" + PARENT + "-01");
            line(log, answer);
            assertThat(only(log, answer).getMDCPropertyMap()).containsEntry("traceId", TRACE);
            SpanData span = Awaitility.await()
                    .until(() -> Observed.spans(requestId(answer)), spans -> spans.size() == 1)
                    .get(0);
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo(PARENT);
            assertThat(span.getSpanId())
                    .isEqualTo(only(log, answer).getMDCPropertyMap().get("spanId"));
            assertThat(span.getName()).isEqualTo("getBookingDateBackfillJob");
            assertThat(attribute(span, "trackId")).isEqualTo("t");
            assertThat(attribute(span, "tenant")).isEqualTo("1001");
            assertThat(attribute(span, "operation")).isEqualTo("getBookingDateBackfillJob");
            assertThat(attribute(span, "status")).isEqualTo("200");
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("trace"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-" + TRACE + "-" + PARENT,
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "00-" + TRACE + "-" + PARENT + "-zz",
                "%0d%0a" + TRACE
            })
    void anInvalidTraceparent_isIgnored(String traceparent) {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = traced(traceparent);
            line(log, answer);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(only(log, answer).getMDCPropertyMap().get("traceId"))
                    .matches("[0-9a-f]{32}")
                    .isNotEqualTo(TRACE);
        }
    }

    @Test
    void aReplayedCall_isFoundByItsOwnId_andByThatOfTheFirstCall() {
        try (var log = new LoggedEvents()) {
            String firstId = requestId(create());
            assertThat(requestId(create())).isEqualTo(firstId);

            String replay = log.messages().stream()
                    .filter(line -> line.endsWith(" replays request_id=" + firstId))
                    .findFirst()
                    .orElseThrow();
            String secondId = replay.substring(0, replay.indexOf(' '));
            assertThat(secondId).isNotEqualTo("request_id=" + firstId);
            Awaitility.await()
                    .until(() -> log.messages().stream()
                            .anyMatch(line -> line.startsWith(secondId + " ") && line.contains("status=200")));
        }
    }

    /** The ids are there all the same. */
    @Test
    void noSpan_isRecorded_unlessTheCallerAsks() {
        HttpResponse<byte[]> answer = call(JOB, "t");
        traced("00-" + TRACE + "-" + PARENT + "-01");
        assertThat(Observed.spans(requestId(answer))).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("BatchSpanProcessor"));
    }

    @Test
    void metrics_haveASeriesForEachOperation_andNoneThatACallerMakes() throws IOException {
        call(JOB, "t");
        int before = series();
        for (int n = 0; n < 20; n++) {
            call("/nothing/" + n, "t");
            RawAnswer.to(server.port(), "M" + n + " /n" + n + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        }
        assertThat(series() - before).isLessThanOrEqualTo(4);
        assertThat(server.bean(MeterRegistry.class)
                        .get("http.server.requests")
                        .tags("operation", "getBookingDateBackfillJob", "status", "200", "method", "GET")
                        .timer()
                        .count())
                .isPositive();
    }

    private static HttpResponse<byte[]> create() {
        return server.send(request(TestServer.JOBS, "t")
                .header("Idempotency-Key", "found in the log")
                .POST(BodyPublishers.noBody())
                .build());
    }

    private static int series() {
        return server.bean(MeterRegistry.class)
                .find("http.server.requests")
                .timers()
                .size();
    }

    private static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }

    private static boolean isCallLine(ILoggingEvent event) {
        return event.getLoggerName().equals(CallLog.NAME);
    }

    private static ILoggingEvent only(LoggedEvents log, HttpResponse<byte[]> answer) {
        List<ILoggingEvent> lines = log.ofCall(requestId(answer)).stream()
                .filter(CallLogTest::isCallLine)
                .toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private static JsonNode structured(String format, ILoggingEvent event) {
        var encoder = new StructuredLogEncoder();
        encoder.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        encoder.setFormat(format);
        encoder.start();
        return TestServer.json(encoder.encode(event));
    }

    private static String line(LoggedEvents log, HttpResponse<byte[]> answer) {
        return log.awaitLine("request_id=" + requestId(answer));
    }

    private static String requestId(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Zuora-Request-Id").orElseThrow();
    }

    private static HttpResponse<byte[]> call(String path, String trackId) {
        return server.send(request(path, trackId).build());
    }

    private static HttpResponse<byte[]> traced(String traceparent) {
        return server.send(request(JOB, "t").header("traceparent", traceparent).build());
    }

    private static HttpRequest.Builder request(String path, String trackId) {
        return server.request(path).header("Authorization", "Bearer " + token).header("Zuora-Track-Id", trackId);
    }

    /** With an operation that is answered on another thread, and with whatever spans are recorded. */
    static class Observed {

        private static final Logger LOG = LoggerFactory.getLogger(Observed.class);
        private static final List<SpanData> SPANS = new CopyOnWriteArrayList<>();

        static List<SpanData> spans(String requestId) {
            return SPANS.stream()
                    .filter(span -> requestId.equals(attribute(span, "requestId")))
                    .toList();
        }

        @Bean
        RouterFunction<ServerResponse> waiting() {
            return RouterFunctions.route()
                    .GET("/async/{how}", request -> {
                        LOG.info("begins");
                        return ServerResponse.async(
                                CompletableFuture.supplyAsync(() -> answer(request.pathVariable("how"))));
                    })
                    .build();
        }

        private static ServerResponse answer(String how) {
            if (how.equals("fails")) {
                throw new RequestRefused(ErrorCategory.BUSINESS_RULE, "No.");
            }
            return ServerResponse.ok().build();
        }

        @Bean
        SpanProcessor spans() {
            return new SpanProcessor() {
                @Override
                public void onStart(Context parent, ReadWriteSpan span) {}

                @Override
                public boolean isStartRequired() {
                    return false;
                }

                @Override
                public void onEnd(ReadableSpan span) {
                    SPANS.add(span.toSpanData());
                }

                @Override
                public boolean isEndRequired() {
                    return true;
                }
            };
        }
    }
}
