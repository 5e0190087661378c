package dev.bookingdate.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Slices, with a clock of its own for the node. */
class CallRatesTest {

    private static TestDatabase database;
    private static JdbcClient rows;

    private final AtomicLong now = new AtomicLong(-1);

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        rows = JdbcClient.create(database.dataSource());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void slice_isAFewHundredthsOfWhatIsLeft_andASingleCallNearTheEnd() {
        CallRates node = node(new LimitProperties(true, 50_000, 2_250_000, 27_000_000, 40));

        assertThat(node.spend(1, false).remaining()).isEqualTo(49_999);
        assertThat(calls(1, 60)).as("50,000 / 500").isEqualTo(100);
        spend(node, 1, 100);
        assertThat(calls(1, 60)).isEqualTo(200);

        setCalls(2, 60, 45_000);
        assertThat(node.spend(2, false).remaining()).isEqualTo(4_999);
        assertThat(calls(2, 60)).as("5,000 / 100").isEqualTo(45_050);

        setCalls(3, 60, 49_850);
        assertThat(node.spend(3, false).remaining()).isEqualTo(149);
        assertThat(calls(3, 60)).isEqualTo(49_851);
        assertThat(calls(3, 86_400)).isEqualTo(1);
    }

    @Test
    void slice_endsWithItsWindow() {
        CallRates node = node(new LimitProperties(true, 50_000, 2_250_000, 27_000_000, 40));
        node.spend(11, false);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        RateLimit.Standing last = node.spend(11, false);
        assertThat(last.remaining()).isEqualTo(49_998);
        assertThat(last.resetSeconds()).isEqualTo(1);
        assertThat(calls(11, 60)).isEqualTo(100);

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        setBack(11, 60);
        RateLimit.Standing first = node.spend(11, false);
        assertThat(first.remaining()).isEqualTo(49_999);
        assertThat(first.resetSeconds()).isEqualTo(60);
        assertThat(calls(11, 60)).isEqualTo(100);
        assertThat(calls(11, 3600)).as("what was not spent is not given back").isEqualTo(200);
    }

    @Test
    void fullWindow_isAskedAboutOnceASecond() {
        CallRates node = node(new LimitProperties(true, 5, 100, 100, 40));
        spend(node, 21, 5);
        assertThat(node.spend(21, false).letIn()).isFalse();
        setCalls(21, 60, 0);

        now.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(node.spend(21, false).letIn()).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(node.spend(21, false).letIn()).isTrue();
    }

    @Test
    void tenantThatRests_isForgotten() {
        CallRates node = node(new LimitProperties(true, 50_000, 2_250_000, 27_000_000, 40));
        for (long tenant = 31; tenant < 41; tenant++) {
            node.spend(tenant, true);
        }
        assertThat(node.size()).isEqualTo(10);

        now.addAndGet(Duration.ofSeconds(61).toNanos());
        node.spend(41, false);
        assertThat(node.size()).isEqualTo(1);
    }

    @Test
    void callsThatWaitForALease_shareItsFailure_andTheNextOneAsksAgain() {
        var asked = new AtomicInteger();
        var answer = new CountDownLatch(1);
        RateLimit limit = new RateLimit(RateLimit.Window.MINUTE, 5);
        CallRates.TenantCalls calls = new CallRates.TenantCalls(
                () -> {
                    asked.incrementAndGet();
                    await().until(() -> answer.getCount() == 0);
                    throw new QueryTimeoutException("too slow");
                },
                now::get,
                limit);
        var first = CompletableFuture.runAsync(calls::spend, task -> new Thread(task).start());
        await().until(() -> asked.get() == 1);
        Thread[] second = new Thread[1];
        var waiting = CompletableFuture.runAsync(calls::spend, task -> {
            second[0] = new Thread(task);
            second[0].start();
        });
        await().until(() -> second[0].getState() == Thread.State.WAITING);
        answer.countDown();

        assertThatThrownBy(first::join).hasCauseInstanceOf(QueryTimeoutException.class);
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(QueryTimeoutException.class);
        assertThat(asked).hasValue(1);
        assertThatThrownBy(calls::spend).isInstanceOf(QueryTimeoutException.class);
        assertThat(asked).hasValue(2);
    }

    private CallRates node(LimitProperties limits) {
        return new CallRates(
                new CallWindows(JdbcClient.create(database.dataSource()), now::get, limits), now::get, limits);
    }

    private static void spend(CallRates node, long tenant, int calls) {
        for (int call = 0; call < calls; call++) {
            assertThat(node.spend(tenant, false).letIn()).isTrue();
        }
    }

    private static void setCalls(long tenant, int seconds, long calls) {
        rows.sql("""
                insert into call_window (tenant_id, seconds, started_on, calls)
                select :tenant, window_seconds, now(), case when window_seconds = :seconds then :calls else 0 end
                from unnest(array[60, 3600, 86400]) as window_seconds
                on conflict (tenant_id, seconds) do update set calls = excluded.calls""")
                .param("tenant", tenant)
                .param("seconds", seconds)
                .param("calls", calls)
                .update();
    }

    private static void setBack(long tenant, int seconds) {
        rows.sql("update call_window set started_on = started_on - make_interval(secs => :seconds)"
                        + " where tenant_id = :tenant and seconds = :seconds")
                .param("tenant", tenant)
                .param("seconds", seconds)
                .update();
    }

    private static long calls(long tenant, int seconds) {
        return rows.sql("select calls from call_window where tenant_id = :tenant and seconds = :seconds")
                .param("tenant", tenant)
                .param("seconds", seconds)
                .query(Long.class)
                .single();
    }
}
