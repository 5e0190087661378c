package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.token.CachedTokens;
import dev.bookingdate.client.token.Token;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CachedTokensTest {
    private static final int CALLERS = 8;

    private static final Call CALL =
            Call.within(Time.system(Runnable::run), Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final AtomicInteger fetches = new AtomicInteger();
    private final Queue<CompletableFuture<Token>> answers = new ArrayDeque<>();
    private final CachedTokens tokens = new CachedTokens(this::fetch, Clock.systemUTC());

    @Test
    void manyCalls_shareOneFetch() {
        List<CompletableFuture<String>> calls = calls();

        answer("t1");

        assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue("t1"));
        assertThat(fetches).hasValue(1);
        assertThat(tokens.current(CALL)).isCompletedWithValue("t1");
    }

    @Test
    void manyCalls_shareOneFailure_eachWithAnExceptionOfItsOwn_andTheNextTriesAgain() {
        List<CompletableFuture<String>> calls = calls();

        answers.remove()
                .completeExceptionally(
                        Failures.of(new Failure(401, List.of(), null, null, null, null, null, false), "refused", null));

        Set<Throwable> failures = Collections.newSetFromMap(new IdentityHashMap<>());
        for (CompletableFuture<String> call : calls) {
            Throwable failure = catchThrowable(call::join).getCause();
            assertThat(failure).isInstanceOf(AuthenticationException.class);
            failures.add(failure);
        }
        assertThat(failures).hasSize(CALLERS);
        assertThat(fetches).hasValue(1);
        CompletableFuture<String> next = tokens.current(CALL);
        answer("t2");
        assertThat(next).isCompletedWithValue("t2");
    }

    @Test
    void callThatIsCancelled_doesNotCancelTheFetchOfTheOthers() {
        List<CompletableFuture<String>> calls = calls();

        calls.get(0).cancel(true);
        answer("t1");

        assertThat(calls.get(1)).isCompletedWithValue("t1");
    }

    @Test
    void renewal_isDoneOnce_forAllThatWereRefusedTheSameToken() {
        CompletableFuture<String> first = tokens.current(CALL);
        answer("t1");
        assertThat(first).isCompletedWithValue("t1");

        CompletableFuture<String> renewed = tokens.renewed(CALL, "t1");
        answer("t2");

        assertThat(renewed).isCompletedWithValue("t2");
        assertThat(tokens.renewed(CALL, "t1")).isCompletedWithValue("t2");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void renewalThatFails_whileTheTokenIsGood_failsNoCall_andIsNotRepeatedByEach() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        CachedTokens renewing = new CachedTokens(this::fetch, new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
        CompletableFuture<String> first = renewing.current(CALL);
        answers.remove().complete(new Token("t1", Instant.ofEpochSecond(60), Instant.ofEpochSecond(100)));
        assertThat(first).isCompletedWithValue("t1");
        now.set(Instant.ofEpochSecond(60));

        assertThat(renewing.current(CALL)).as("while it is fetched").isCompletedWithValue("t1");
        answers.remove().completeExceptionally(new IllegalStateException("down"));
        assertThat(renewing.current(CALL)).as("after that").isCompletedWithValue("t1");
        now.set(Instant.ofEpochSecond(64));
        assertThat(renewing.current(CALL)).isCompletedWithValue("t1");
        assertThat(fetches).as("the first one, and one in good time").hasValue(2);

        now.set(Instant.ofEpochSecond(65));
        assertThat(renewing.current(CALL)).isCompletedWithValue("t1");
        assertThat(fetches).hasValue(3);
        answers.remove().completeExceptionally(new IllegalStateException("down"));
        now.set(Instant.ofEpochSecond(100));
        CompletableFuture<String> late = renewing.current(CALL);
        assertThat(late).as("the old one is good no more").isNotDone();
        answers.remove().completeExceptionally(new IllegalStateException("down"));
        assertThat(late).isCompletedExceptionally();
    }

    @Test
    void sourceThatThrows_failsTheCall_andTheNextTriesAgain() {
        AtomicInteger asked = new AtomicInteger();
        CachedTokens throwing = new CachedTokens(
                () -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new ArithmeticException("mine");
                    }
                    return fetch();
                },
                Clock.systemUTC());

        assertThat(catchThrowable(() -> throwing.current(CALL).join())).hasRootCauseMessage("mine");
        CompletableFuture<String> next = throwing.current(CALL);
        answer("t2");
        assertThat(next).isCompletedWithValue("t2");
    }

    private List<CompletableFuture<String>> calls() {
        return Stream.generate(() -> tokens.current(CALL)).limit(CALLERS).toList();
    }

    private CompletableFuture<Token> fetch() {
        fetches.incrementAndGet();
        CompletableFuture<Token> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    private static Token token(String value, int renewInSeconds, int goodForSeconds) {
        Instant now = Clock.systemUTC().instant();
        return new Token(value, now.plusSeconds(renewInSeconds), now.plusSeconds(goodForSeconds));
    }

    private void answer(String token) {
        answers.remove().complete(token(token, 60, 60));
    }
}
