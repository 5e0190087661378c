package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One start or stop at a time: whoever holds it may judge what is running and change it. */
final class StartLock {

    /**
     * A file lock belongs to the whole JVM, and closing any channel of the file gives it up. So two threads must not
     * even open the file at once.
     */
    private static final ReentrantLock THIS_JVM = new ReentrantLock();

    private static final long POLL_MILLIS = 50;

    private StartLock() {}

    static <T> T whileHeld(Path file, Duration timeout, Supplier<T> action) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!THIS_JVM.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(file, timeout);
            }
            try (FileChannel channel = OwnerOnly.openForWriting(file);
                    FileLock lock = acquire(channel, deadline)) {
                if (lock == null) {
                    throw busy(file, timeout);
                }
                return action.get();
            } finally {
                THIS_JVM.unlock();
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot lock " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while waiting for " + file, e);
        }
    }

    private static @Nullable FileLock acquire(FileChannel channel, long deadline)
            throws IOException, InterruptedException {
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null || System.nanoTime() - deadline > 0) {
                return lock;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This class once more, loaded by another class loader of this JVM.
            return null;
        }
    }

    private static EmbeddedPostgresException busy(Path file, Duration timeout) {
        return new EmbeddedPostgresException("another process has been starting or stopping PostgreSQL for "
                + timeout.toSeconds() + " s; it holds " + file);
    }
}
