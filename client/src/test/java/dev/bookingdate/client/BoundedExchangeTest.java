package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bookingdate.client.generated.Transport.Request;
import dev.bookingdate.client.transport.Answer;
import dev.bookingdate.client.transport.BoundedExchange;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Exchange;
import dev.bookingdate.client.transport.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("long")
@Timeout(20)
class BoundedExchangeTest {
    private final List<CompletableFuture<Answer>> underWay = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final Exchange network = (call, request) -> {
        sent.add(request.method() + request.path());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        underWay.add(answer);
        return answer;
    };
    private final Exchange bounded = new BoundedExchange(network, 1, Runnable::run);

    @Test
    void whatIsTooMuch_waitsForItsTurn_andAStopGoesFirst() {
        bounded.send(call(), get("/a"));
        bounded.send(call(), get("/b"));
        bounded.send(call(), put("/stop"));
        assertThat(sent).containsExactly("GET/a");

        underWay.get(0).complete(null);
        underWay.get(1).completeExceptionally(new IllegalStateException("a failure makes room as well"));

        assertThat(sent).containsExactly("GET/a", "PUT/stop", "GET/b");
    }

    @Test
    void stopsThatWait_areServedInOrder_andSoAreReadings() {
        bounded.send(call(), get("/a"));
        for (int i = 1; i <= 3; i++) {
            bounded.send(call(), get("/" + i));
            bounded.send(call(), put("/stop" + i));
        }

        for (int i = 0; i < 7; i++) {
            underWay.get(i).complete(null);
        }

        assertThat(sent).containsExactly("GET/a", "PUT/stop1", "PUT/stop2", "PUT/stop3", "GET/1", "GET/2", "GET/3");
    }

    @Test
    void cancelledCall_givesItsTurnAway() {
        Call cancelled = call();
        bounded.send(call(), get("/a"));
        bounded.send(cancelled, get("/b"));
        bounded.send(call(), get("/c"));

        cancelled.cancel();
        underWay.get(0).complete(null);

        assertThat(sent).containsExactly("GET/a", "GET/c");
    }

    @Test
    void turnThatDoesNotComeInTime_isATimeout() {
        bounded.send(call(), get("/a"));

        CompletableFuture<?> late = bounded.send(
                Call.within(Time.system(Runnable::run), Duration.ofMillis(20), Duration.ofSeconds(1)), get("/b"));

        assertThat(catchThrowable(late::join)).hasCauseInstanceOf(CallTimeoutException.class);
    }

    @Test
    void failuresAtOnce_makeNoDeepStack() {
        CompletableFuture<Answer> first = new CompletableFuture<>();
        List<CompletableFuture<Answer>> answers = new ArrayList<>(List.of(first));
        Exchange failing = new BoundedExchange(
                (call, request) -> answers.isEmpty()
                        ? CompletableFuture.failedFuture(new IllegalStateException("closed"))
                        : answers.remove(0),
                1,
                CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS));
        failing.send(call(), get("/first"));
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 5_000)
                .mapToObj(i -> failing.send(call(), get("/" + i)))
                .toList();

        first.complete(null);

        calls.forEach(call -> assertThat(catchThrowable(call::join)).hasRootCauseMessage("closed"));
    }

    private static Call call() {
        return Call.within(Time.system(Runnable::run), Duration.ofSeconds(15), Duration.ofSeconds(15));
    }

    private static Request get(String path) {
        return new Request("op", "GET", path, null, Map.of(), null);
    }

    private static Request put(String path) {
        return new Request("op", "PUT", path, null, Map.of(), null);
    }
}
