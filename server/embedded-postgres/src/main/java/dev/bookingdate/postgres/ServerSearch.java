package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the server that runs on a data folder already, and clears away what stands in the way of a start: a frozen
 * server, a file that names another program. The stopper is asked for only then, since it may have to unpack first.
 */
record ServerSearch(
        DataDirectory directory,
        EmbeddedPostgresSettings settings,
        ServerProbe probe,
        RunningLock lock,
        Supplier<PostmasterStop> stopper) {

    private static final Logger log = LoggerFactory.getLogger(ServerSearch.class);
    private static final long POLL_MILLIS = 100;
    private static final long FILLING_MILLIS = 1_000;

    /** Returns the server that runs and answers, or nothing when one may be started. */
    Optional<PostgresServer.Running> attach() {
        Optional<Postmaster> found = readPidFile();
        if (found.isEmpty()) {
            removePidFile("it is incomplete");
            return Optional.empty();
        }
        Postmaster postmaster = found.get();
        return switch (postmaster.identity()) {
            // PostgreSQL clears such a file itself, after asking whether anybody still holds the shared memory.
            case GONE -> Optional.empty();
            case FOREIGN -> {
                removePidFile("process " + postmaster.pid() + " is not its server");
                yield Optional.empty();
            }
            case OURS, UNCERTAIN -> attach(postmaster);
        };
    }

    private Optional<PostgresServer.Running> attach(Postmaster postmaster) {
        ServerProbe.Answer answer = awaitAnswer(postmaster);
        if (answer == ServerProbe.Answer.PASSWORD_REFUSED) {
            throw new EmbeddedPostgresException("the server in " + directory.root() + " refuses the password in "
                    + directory.password() + "; one of them was changed");
        }
        if (answer == ServerProbe.Answer.DATABASE_MISSING) {
            probe.createDatabase(postmaster.port());
        }
        if (answer == ServerProbe.Answer.READY || answer == ServerProbe.Answer.DATABASE_MISSING) {
            return Optional.of(new PostgresServer.Running(postmaster.port(), true));
        }
        replace(postmaster);
        return Optional.empty();
    }

    /** Waits for a word from a server that may be recovering; a server that says nothing at all gets less time. */
    private ServerProbe.Answer awaitAnswer(Postmaster postmaster) {
        long begin = System.nanoTime();
        ServerProbe.Answer answer = ServerProbe.Answer.NONE;
        while (postmaster.isAlive()) {
            answer = probe.ask(postmaster.port());
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            switch (answer) {
                case READY, DATABASE_MISSING, PASSWORD_REFUSED -> {
                    return answer;
                }
                case NOT_NOW -> {
                    if (waited.compareTo(settings.startTimeout()) > 0) {
                        throw new EmbeddedPostgresException("the server in " + directory.root()
                                + " has been starting or stopping for " + waited.toSeconds() + " s. Its log ends:\n"
                                + new ServerLog(directory.log()).tailSince(0));
                    }
                }
                case NONE -> {
                    if (waited.compareTo(settings.answerTimeout()) > 0) {
                        return answer;
                    }
                }
            }
            pause(POLL_MILLIS);
        }
        return answer;
    }

    private void replace(Postmaster postmaster) {
        switch (postmaster.identity()) {
            case GONE, FOREIGN -> removeForeignPidFile(postmaster);
            case UNCERTAIN ->
                throw new EmbeddedPostgresException("process " + postmaster.pid()
                        + " may be the server of " + directory.cluster()
                        + ", and it does not answer; stop it by hand if it is");
            case OURS -> {
                log.warn(
                        "PostgreSQL (process {}, port {}) runs but does not answer; it is replaced",
                        postmaster.pid(),
                        postmaster.port());
                stopper.get().stop(postmaster, settings.answerTimeout());
            }
        }
    }

    private void removeForeignPidFile(Postmaster postmaster) {
        if (postmaster.identity() == Postmaster.Identity.FOREIGN) {
            removePidFile("process " + postmaster.pid() + " is not its server");
        }
    }

    private Optional<Postmaster> readPidFile() {
        Optional<Postmaster> found = Postmaster.read(directory.cluster());
        if (found.isEmpty() && Files.exists(Postmaster.file(directory.cluster()))) {
            // A server that starts in this very moment has made the file and not filled it yet.
            pause(FILLING_MILLIS);
            return Postmaster.read(directory.cluster());
        }
        return found;
    }

    private void removePidFile(String reason) {
        Path file = Postmaster.file(directory.cluster());
        if (!Files.exists(file)) {
            return;
        }
        // A server in another container would end without it.
        lock.requireFree();
        try {
            if (Files.deleteIfExists(file)) {
                log.info("removed {}: {}", file, reason);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot remove " + file, e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while waiting for PostgreSQL", e);
        }
    }
}
