package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.client.micrometer.MicrometerObserver;
import dev.bookingdate.contracts.BackfillStubs;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MicrometerObserverTest {
    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void eachRequest_isTimedWithWhatBecameOfIt() {
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(stubs.baseUrl())
                .accessToken(() -> "billing-token")
                .observer(new MicrometerObserver(registry))
                .build()) {
            client.jobs().get("0199f3a47c5e7d1b8a2f4e6c9d0b1a01");
            client.jobs().get("0199f3a47c5e7d1b8a2f4e6c9d0b1a01");
            assertThatThrownBy(() -> client.jobs().get("0199f3a47c5e7d1b8a2f4e6c9d0bffff"))
                    .isInstanceOf(JobNotFoundException.class);
        }
        Timer read = timer("200", "none");
        assertThat(read.count()).isEqualTo(2);
        assertThat(read.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(timer("404", "JobNotFoundException").count()).isEqualTo(1);
    }

    @Test
    void anAnswerThatNeverComes_isTimedToo() {
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl("http://127.0.0.1:1")
                .accessToken(() -> "billing-token")
                .retryPolicy(RetryPolicy.none())
                .observer(new MicrometerObserver(registry))
                .build()) {
            assertThatThrownBy(() -> client.jobs().get("0199f3a47c5e7d1b8a2f4e6c9d0b1a01"))
                    .isInstanceOf(NoAnswerException.class);
        }
        assertThat(timer("none", "NoAnswerException").count()).isEqualTo(1);
    }

    private Timer timer(String status, String exception) {
        return registry.get(MicrometerObserver.REQUESTS)
                .tags(
                        "operation",
                        "getBookingDateBackfillJob",
                        "status",
                        status,
                        "exception",
                        exception,
                        "repeated",
                        "false")
                .timer();
    }
}
