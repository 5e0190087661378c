package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CachedTokensTest {
    private static final int CALLERS = 8;

    private final AtomicInteger fetches = new AtomicInteger();
    private final Queue<CompletableFuture<Token>> answers = new ArrayDeque<>();
    private final CachedTokens tokens = new CachedTokens(this::fetch, Clock.systemUTC());

    @Test
    void manyCalls_shareOneFetch() {
        List<CompletableFuture<String>> calls = calls();

        answer("t1");

        assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue("t1"));
        assertThat(fetches).hasValue(1);
        assertThat(tokens.current()).isCompletedWithValue("t1");
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
        CompletableFuture<String> next = tokens.current();
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
        CompletableFuture<String> first = tokens.current();
        answer("t1");
        assertThat(first).isCompletedWithValue("t1");

        CompletableFuture<String> renewed = tokens.renewed("t1");
        answer("t2");

        assertThat(renewed).isCompletedWithValue("t2");
        assertThat(tokens.renewed("t1")).isCompletedWithValue("t2");
        assertThat(fetches).hasValue(2);
    }

    private List<CompletableFuture<String>> calls() {
        return Stream.generate(tokens::current).limit(CALLERS).toList();
    }

    private CompletableFuture<Token> fetch() {
        fetches.incrementAndGet();
        CompletableFuture<Token> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    private void answer(String token) {
        answers.remove().complete(new Token(token, Clock.systemUTC().instant().plusSeconds(60)));
    }
}
