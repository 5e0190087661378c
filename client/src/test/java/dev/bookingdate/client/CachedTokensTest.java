package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CachedTokensTest {
    private static final int CALLERS = 8;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger fetches = new AtomicInteger();
    private final CountDownLatch fetching = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void manyCallers_shareOneFetch() throws Exception {
        CachedTokens tokens = new CachedTokens(this::slowly, Clock.systemUTC());

        List<Future<String>> calls = callers(tokens);
        answer.countDown();

        for (Future<String> call : calls) {
            assertThat(call.get()).isEqualTo("t1");
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void manyCallers_shareOneFailure_andTheNextTriesAgain() throws Exception {
        CachedTokens tokens = new CachedTokens(
                () -> {
                    Token token = slowly();
                    if (fetches.get() == 1) {
                        throw Failures.of(new Failure(401, List.of(), null, null, null, null), "refused", null);
                    }
                    return token;
                },
                Clock.systemUTC());

        List<Future<String>> calls = callers(tokens);
        answer.countDown();

        for (Future<String> call : calls) {
            assertThat(call)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(AuthenticationException.class);
        }
        assertThat(fetches).hasValue(1);
        assertThat(tokens.current()).isEqualTo("t2");
    }

    @Test
    void interruptionOfTheOneThatFetches_isNotSharedWithTheOthers() throws Exception {
        CachedTokens tokens = new CachedTokens(this::slowly, Clock.systemUTC());
        Thread first = new Thread(() -> {
            try {
                tokens.current();
            } catch (BackfillException e) {
                // Expected of the one that is interrupted.
            }
        });
        first.start();
        fetching.await();
        List<Future<String>> calls = callers(tokens);

        first.interrupt();
        answer.countDown();

        for (Future<String> call : calls) {
            assertThat(call.get()).isEqualTo("t2");
        }
    }

    @Test
    void renewal_isDoneOnce_forAllThatWereRefusedTheSameToken() {
        answer.countDown();
        CachedTokens tokens = new CachedTokens(this::slowly, Clock.systemUTC());

        assertThat(tokens.current()).isEqualTo("t1");
        assertThat(tokens.renewed("t1")).isEqualTo("t2");
        assertThat(tokens.renewed("t1")).isEqualTo("t2");
        assertThat(fetches).hasValue(2);
    }

    private Token slowly() {
        int fetch = fetches.incrementAndGet();
        fetching.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw Failures.interrupted("testing", e);
        }
        return new Token("t" + fetch, Clock.systemUTC().instant().plusSeconds(60));
    }

    /** Returns when the first fetch is under way and all callers have had time to join it. */
    private List<Future<String>> callers(CachedTokens tokens) throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(threads.submit(() -> {
                synchronized (callers) {
                    callers.add(Thread.currentThread());
                }
                return tokens.current();
            }));
        }
        fetching.await();
        while (!allWait(callers)) {
            Thread.onSpinWait();
        }
        return calls;
    }

    private static boolean allWait(List<Thread> callers) {
        synchronized (callers) {
            return callers.size() == CALLERS
                    && callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING);
        }
    }
}
