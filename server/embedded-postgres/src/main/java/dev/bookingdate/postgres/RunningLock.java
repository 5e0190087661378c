package dev.bookingdate.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A lock that the kernel keeps for PostgreSQL itself, as long as one of its processes lives. The number in {@code
 * postmaster.pid} says nothing to a process in another container, which would take the file for a left one and start a second
 * server on the same data. Where the system has no command {@code flock}, nobody is kept out.
 *
 * @param patience how long the processes of a server that was killed may take to end
 */
record RunningLock(DataDirectory directory, Duration patience) {

    /** What the command exits with when another server has the lock. */
    private static final int HELD = 75;

    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/flock"), Path.of("/bin/flock"));

    /** Makes a program of one that takes the lock first; its children inherit it. */
    PostgresProgram heldBy(PostgresProgram program) {
        return program.after(command());
    }

    /**
     * Refuses to go on while somebody has the lock.
     *
     * @throws EmbeddedPostgresException when somebody has
     */
    void requireFree() {
        List<String> command = new ArrayList<>(command());
        if (!command.isEmpty()) {
            command.add("true");
            refuseIfHeld(PostgresProgram.execute(patience.plusSeconds(10), command));
        }
    }

    void refuseIfHeld(PostgresProgram.Result result) {
        if (result.exitCode() == HELD) {
            throw new EmbeddedPostgresException("another PostgreSQL runs on the data folder " + directory.root()
                    + ", and this process can't see it: perhaps one in another container. Stop it, or give both an"
                    + " external database");
        }
    }

    private List<String> command() {
        return PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(flock -> List.of(
                        flock.toString(),
                        "--no-fork",
                        "--timeout=" + patience.toSeconds(),
                        "--conflict-exit-code=" + HELD,
                        directory.runningLock().toString()))
                .orElseGet(List::of);
    }
}
