package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many calls run at a time, with the limits as they are by default, and what parallel callers are told. */
@Tag("long")
class ConcurrencyLimitsTest {

    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e3";
    private static final String OTHER_ENTITY = "00000000-0000-4000-8000-0000000000e4";
    private static final String HELD = JOBS + "/" + ScriptedDelegate.HELD;
    private static final String LIST = JOBS + "?pageSize=1";
    private static final int PLACES = 40;
    private static final int PLACES_FOR_STOPS = 4;

    private static TestDatabase database;
    private static TestServer server;
    private static ScriptedDelegate delegate;
    private static ExecutorService callers;
    private static String token;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        server = TestServer.start(database);
        delegate = server.bean(ScriptedDelegate.class);
        callers = Executors.newFixedThreadPool(64);
        token = server.tokenOfNewTenant(3000);
    }

    @AfterAll
    static void stop() {
        callers.shutdown();
        server.close();
        database.close();
    }

    @AfterEach
    void letGo() {
        delegate.latch.countDown();
        delegate.held.set(0);
    }

    @Test
    void callWithoutAPlace_isRefused_andOnlyInItsEntity() {
        List<CompletableFuture<HttpResponse<byte[]>>> held = hold(PLACES);
        long remaining = number(get(LIST, OTHER_ENTITY), "RateLimit-Remaining");

        HttpResponse<byte[]> refused = get(LIST, ENTITY);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().allValues("Retry-After")).containsExactly("1");
        var reason = TestServer.json(refused.body()).get("reasons").get(0);
        assertThat(reason.get("code").asString()).isEqualTo("50000070");
        assertThat(reason.get("message").asString())
                .isEqualTo("The limit of 40 calls at the same time of a tenant and entity is reached."
                        + " Retry after the time given in Retry-After.");
        assertThat(number(refused, "Concurrency-Limit-Remaining")).isZero();
        assertThat(number(refused, "RateLimit-Remaining"))
                .as("a refused call counts for nothing")
                .isEqualTo(remaining);
        assertThat(number(get(LIST, OTHER_ENTITY), "Concurrency-Limit-Remaining"))
                .isEqualTo(PLACES - 1);

        delegate.latch.countDown();
        assertThat(held).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(held.stream().map(answer -> number(answer.join(), "Concurrency-Limit-Remaining")))
                .as("each call counts itself")
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, PLACES).boxed().toList());
        assertPlacesFree();
    }

    @Test
    void stop_findsAPlace_whenOtherCallsHaveTakenAll() {
        List<CompletableFuture<HttpResponse<byte[]>>> held = new ArrayList<>(hold(PLACES));
        assertThat(get(LIST, ENTITY).statusCode()).isEqualTo(429);

        for (int stop = 0; stop < PLACES_FOR_STOPS; stop++) {
            held.add(CompletableFuture.supplyAsync(() -> put(HELD), callers));
        }
        await().until(() -> delegate.held.get() == PLACES + PLACES_FOR_STOPS);
        assertThat(put(HELD).statusCode()).isEqualTo(429);

        delegate.latch.countDown();
        assertThat(held).allMatch(answer -> answer.join().statusCode() == 200);
        assertPlacesFree();
    }

    @Test
    void place_isGivenBack_whateverBecomesOfTheCall() {
        for (int call = 0; call <= PLACES; call++) {
            assertThat(get(JOBS + "/" + ScriptedDelegate.BREAKS, ENTITY).statusCode())
                    .isEqualTo(500);
            assertThat(get(JOBS + "/short", ENTITY).statusCode()).isEqualTo(400);
        }
        assertPlacesFree();
    }

    @Test
    void place_isGivenBack_whenTheCallerHasGone() throws IOException {
        delegate.latch = new CountDownLatch(1);
        for (int call = 0; call < PLACES; call++) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.getOutputStream()
                        .write(("GET " + HELD + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token
                                        + "\r\nZuora-Entity-Ids: " + ENTITY + "\r\n\r\n")
                                .getBytes(US_ASCII));
                int calls = call + 1;
                await().until(() -> delegate.held.get() == calls);
            }
        }
        assertThat(get(LIST, ENTITY).statusCode()).isEqualTo(429);

        delegate.latch.countDown();
        await().untilAsserted(ConcurrencyLimitsTest::assertPlacesFree);
    }

    @Test
    void callOfAnUnknownEntity_isNotCountedAmongTheConcurrentOnes() {
        List<CompletableFuture<HttpResponse<byte[]>>> held = hold(PLACES);
        HttpResponse<byte[]> answer = get(LIST, null);
        delegate.latch.countDown();
        held.forEach(CompletableFuture::join);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().map()).containsKey("ratelimit-limit");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("concurrency"));
    }

    /** More calls than a slice holds, so that slices follow each other while all callers wait for them. */
    @Test
    void parallelCallers_areToldEachItsOwnRemainder_withoutGaps() throws Exception {
        String own = server.tokenOfNewTenant(3001);
        int perCaller = 5;
        var begin = new CountDownLatch(1);
        Callable<List<Long>> caller = () -> {
            begin.await();
            List<Long> told = new ArrayList<>();
            for (int call = 0; call < perCaller; call++) {
                // Without an entity, so that 64 may run at a time.
                HttpResponse<byte[]> answer = server.send(server.request(LIST)
                        .header("Authorization", "Bearer " + own)
                        .build());
                told.add(number(answer, "RateLimit-Remaining"));
            }
            return told;
        };
        List<Future<List<Long>>> running = IntStream.range(0, 64)
                .mapToObj(number -> callers.submit(caller))
                .toList();
        begin.countDown();

        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> one : running) {
            assertThat(one.get()).isSortedAccordingTo(Comparator.reverseOrder());
            all.addAll(one.get());
        }
        // One less for the token.
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(49_999 - 64L * perCaller, 49_999)
                        .boxed()
                        .toList());
    }

    private static void assertPlacesFree() {
        assertThat(number(get(LIST, ENTITY), "Concurrency-Limit-Remaining")).isEqualTo(PLACES - 1);
    }

    /** Calls that have reached the operation and stay there. */
    private static List<CompletableFuture<HttpResponse<byte[]>>> hold(int calls) {
        delegate.latch = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<byte[]>>> held = IntStream.range(0, calls)
                .mapToObj(call -> CompletableFuture.supplyAsync(() -> get(HELD, ENTITY), callers))
                .toList();
        await().until(() -> delegate.held.get() == calls);
        return held;
    }

    private static HttpResponse<byte[]> get(String path, @Nullable String entity) {
        HttpRequest.Builder request = server.request(path).header("Authorization", "Bearer " + token);
        if (entity != null) {
            request.header("Zuora-Entity-Ids", entity);
        }
        return server.send(request.build());
    }

    private static HttpResponse<byte[]> put(String path) {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Zuora-Entity-Ids", ENTITY)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"status\":\"Stopping\"}"))
                .build());
    }

    private static long number(HttpResponse<byte[]> answer, String name) {
        assertThat(answer.headers().allValues(name)).as(name).hasSize(1);
        return Long.parseLong(answer.headers().allValues(name).get(0));
    }
}
