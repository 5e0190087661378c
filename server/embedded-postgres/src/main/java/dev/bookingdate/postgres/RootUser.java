package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** PostgreSQL refuses to run as root. In a user namespace without a mapping root is nobody, with root's files its own. */
final class RootUser {

    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RootUser() {}

    /** Returns what must stand before a command of PostgreSQL: nothing, unless this process is Linux's root. */
    static List<String> commandPrefix() {
        return isRoot() ? commandPrefix(NAMESPACE) : List.of();
    }

    static List<String> commandPrefix(List<String> namespace) {
        String reason;
        try {
            PostgresProgram.Result result =
                    PostgresProgram.execute(PATIENCE, List.of(namespace.get(0), namespace.get(1), "true"));
            if (result.succeeded()) {
                return namespace;
            }
            reason = result.output().strip();
        } catch (EmbeddedPostgresException e) {
            reason = e.getMessage()
                    + (e.getCause() == null ? "" : ": " + e.getCause().getMessage());
        }
        throw new EmbeddedPostgresException("PostgreSQL does not run as root, and '" + String.join(" ", namespace)
                + "' does not help here (" + reason + "). Run this program as another user, who owns the data folder; "
                + "or allow user namespaces (in a container: a seccomp profile that permits unshare); "
                + "or use a PostgreSQL of your own");
    }

    private static boolean isRoot() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return false;
        }
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
