package dev.bookingdate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartLockTest {

    @TempDir(factory = UnderTarget.class)
    Path dataDir;

    @Test
    void whileHeld_givesUpWithAMessage_whenAnotherThreadHoldsIt() throws Exception {
        Path file = dataDir.resolve("start.lock");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Boolean> other =
                CompletableFuture.supplyAsync(() -> StartLock.whileHeld(file, Duration.ofSeconds(5), () -> {
                    held.countDown();
                    return awaitQuietly(done);
                }));
        held.await();
        assertThatThrownBy(() -> StartLock.whileHeld(file, Duration.ofMillis(100), () -> true))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("start.lock");
        done.countDown();
        assertThat(other.get()).isTrue();
        assertThat(StartLock.whileHeld(file, Duration.ofSeconds(5), () -> true)).isTrue();
    }

    @Test
    void whileHeld_givesUpWithAMessage_whenTheFileIsLocked() throws Exception {
        Path file = dataDir.resolve("start.lock");
        try (FileChannel channel = OwnerOnly.openForWriting(file);
                FileLock lock = channel.lock()) {
            assertThatThrownBy(() -> StartLock.whileHeld(file, Duration.ofMillis(100), () -> true))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("another process");
            assertThat(lock.isValid()).isTrue();
        }
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
