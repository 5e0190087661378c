package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The server's main process, as its file {@code postmaster.pid} names it, and the proof that it is the one. */
record Postmaster(Path cluster, long pid, int port) {

    private static final int PORT_LINE = 3;

    enum Identity {
        /** It runs, and it is this cluster's. */
        OURS,
        /** The number belongs to another program now, or to a dead process that nobody has reaped. */
        FOREIGN,
        GONE,
        /** It is a PostgreSQL, but this system does not tell of which cluster. */
        UNCERTAIN
    }

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Returns what the file says, or nothing when there is none or it was cut off by a power failure. */
    static Optional<Postmaster> read(Path cluster) {
        Path file = file(cluster);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            return Optional.of(new Postmaster(
                    cluster,
                    Long.parseLong(lines.get(0).strip()),
                    Integer.parseInt(lines.get(PORT_LINE).strip())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot read " + file, e);
        }
    }

    boolean isAlive() {
        Identity identity = identity();
        return identity == Identity.OURS || identity == Identity.UNCERTAIN;
    }

    /** Judges the process of that number now. Numbers are reused, above all after a restart of the machine. */
    Identity identity() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Identity.GONE;
        }
        Path proc = Path.of("/proc", Long.toString(pid));
        if (isZombie(proc)) {
            return Identity.FOREIGN;
        }
        ProcessHandle.Info info = process.get().info();
        boolean otherProgram = info.command()
                .map(command -> !Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        if (otherProgram) {
            return Identity.FOREIGN;
        }
        return fromWorkingDirectory(proc).orElseGet(() -> fromArguments(info));
    }

    /** The postmaster works in its cluster's folder, however it was started. Linux tells. */
    private Optional<Identity> fromWorkingDirectory(Path proc) {
        try {
            Path workingDirectory = Files.readSymbolicLink(proc.resolve("cwd"));
            return Optional.of(workingDirectory.equals(cluster) ? Identity.OURS : Identity.FOREIGN);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private Identity fromArguments(ProcessHandle.Info info) {
        boolean named = info.arguments()
                .map(arguments -> List.of(arguments).contains(cluster.toString()))
                .orElse(false);
        return named ? Identity.OURS : Identity.UNCERTAIN;
    }

    /** A dead process keeps its number until its parent asks; in a container the parent may never ask. */
    private static boolean isZombie(Path proc) {
        try {
            String stat = Files.readString(proc.resolve("stat"));
            // "pid (name) state …", and the name may hold anything
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }
}
