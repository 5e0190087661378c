package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.client.transport.Alarms;
import dev.bookingdate.client.transport.Alarms.Alarm;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmsTest {
    private final Alarms alarms = new Alarms();

    @Test
    void alarm_interruptsTheThreadThatHasSetIt() {
        Alarm alarm = alarms.after(Duration.ofMillis(30));
        long set = System.nanoTime();

        assertThatThrownBy(() -> new CountDownLatch(1).await(1, TimeUnit.MINUTES))
                .isInstanceOf(InterruptedException.class);

        assertThat(System.nanoTime() - set).isGreaterThan(Duration.ofMillis(25).toNanos());
        assertThat(alarm.off()).isTrue();
    }

    @Test
    void alarmThatIsOff_doesNotRing_whileOthersDo() {
        for (int i = 0; i < 1000; i++) {
            assertThat(alarms.after(Duration.ofMinutes(1)).off()).isFalse();
        }
        Alarm other = alarms.after(Duration.ofMillis(1));
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }

        assertThat(other.off()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Off at about the moment when it rings: either it has not rung and never will, or the flag is up. */
    @Test
    void alarm_ringsNoMoreOnceItIsOff() {
        int rung = 0;
        for (int i = 0; i < 300; i++) {
            Alarm alarm = alarms.after(Duration.ofMillis(5));
            long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(4_000 + i * 40);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            boolean off = alarm.off();
            assertThat(Thread.interrupted()).isEqualTo(off);
            rung += off ? 1 : 0;
        }
        assertThat(rung).isPositive();
    }
}
