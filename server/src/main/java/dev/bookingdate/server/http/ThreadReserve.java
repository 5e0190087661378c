package dev.bookingdate.server.http;

import dev.bookingdate.server.call.Call;
import dev.bookingdate.server.error.RequestRefused;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps threads for stops: of those that answer requests, other calls may hold a half, and requests for the token that a
 * stop needs an eighth on top. Whatever these wait for, a stop finds a thread. A quarter is for stops that wait
 * ({@code Prefer: wait}), so there are always some for stops that don't.
 */
@Component
class ThreadReserve {

    private final int forCalls;
    private final int withTokens;
    private final AtomicInteger held = new AtomicInteger();

    ThreadReserve(@Value("${server.tomcat.threads.max:200}") int requestThreads) {
        this.forCalls = Math.max(1, requestThreads / 2);
        this.withTokens = forCalls + Math.max(1, requestThreads / 8);
    }

    /**
     * Counts the thread that the call is on.
     *
     * @return to be run when the call leaves it
     * @throws RequestRefused 503 when other calls hold all that they may
     */
    Runnable take(Call call) {
        if (call.isFor(Calls.STOP)) {
            return () -> {};
        }
        if (held.incrementAndGet() > (call.isFor(Calls.TOKEN) ? withTokens : forCalls)) {
            held.decrementAndGet();
            throw Refusals.busy();
        }
        return held::decrementAndGet;
    }
}
