package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * One user of the server: a file that is locked while the user lives. The kernel gives the lock up when the process
 * dies, however it dies. Registering, closing and asking happen under the start lock.
 */
final class ServerUser implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private ServerUser(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static ServerUser register(Path users) {
        try {
            Files.createDirectories(users);
            Path file = users.resolve(thisJvm() + UUID.randomUUID());
            FileChannel channel = OwnerOnly.openForWriting(file);
            if (channel.tryLock() == null) {
                channel.close();
                throw new EmbeddedPostgresException("somebody else holds " + file);
            }
            return new ServerUser(file, channel);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot register as a user of the server in " + users, e);
        }
    }

    /** Tells whether anybody uses the server, and removes the files of those that died. */
    static boolean anyAlive(Path users) {
        boolean alive = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(users)) {
            for (Path file : files) {
                // A file of this JVM is not opened: closing it again would give up its lock.
                if (file.getFileName().toString().startsWith(thisJvm()) || isLocked(file)) {
                    alive = true;
                } else {
                    Files.deleteIfExists(file);
                }
            }
            return alive;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot tell who uses the server in " + users, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot remove " + file, e);
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    /** In a container every JVM may be process 1, so the time of its start belongs to its name. */
    private static String thisJvm() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + started + "-";
    }
}
