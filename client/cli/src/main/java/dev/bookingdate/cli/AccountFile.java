package dev.bookingdate.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Where {@code login} keeps an account: a file of its own for each profile, which nobody but its owner may read. Other programs of the
 * same user can read it: who has no use for that sets the environment.
 */
final class AccountFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path file;

    private AccountFile(Path file) {
        this.file = file;
    }

    /**
     * Of a profile, in the user's configuration.
     *
     * @throws IllegalArgumentException if the name of the profile could lead elsewhere
     */
    static AccountFile of(String profile, Map<String, String> environment) {
        if (!profile.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "A profile is named by at most 64 letters, digits, dots, hyphens and underscores");
        }
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = configuration.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
                : Path.of(configuration);
        return new AccountFile(home.resolve("bookingdate").resolve(profile + ".properties"));
    }

    Path path() {
        return file;
    }

    /**
     * Returns what is kept; empty if nothing is.
     *
     * @throws IllegalArgumentException if others may read the file, or it is not whole
     */
    Optional<Account> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try {
            refuseIfOpenToOthers();
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(Account.of(
                needed(kept, "url"),
                needed(kept, "client-id"),
                needed(kept, "client-secret"),
                kept.getProperty("entity", "")));
    }

    private String needed(Properties kept, String key) {
        String value = kept.getProperty(key, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(file + " has no " + key + ": run bookingdate login");
        }
        return value;
    }

    private void refuseIfOpenToOthers() throws IOException {
        if (!POSIX) {
            return;
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        open.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!open.isEmpty()) {
            throw new IllegalArgumentException(file + " is open to others ("
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + "): run chmod 600 " + file);
        }
    }

    /** Keeps an account in place of what was kept: whole, or not at all. */
    void write(Account account) {
        Properties kept = new Properties();
        kept.setProperty("url", account.url());
        kept.setProperty("client-id", account.clientId());
        kept.setProperty("client-secret", account.clientSecret());
        kept.setProperty("entity", account.entity());
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder, forOwner("rwx------"));
            Path draft = Files.createTempFile(folder, ".login", ".properties", forOwner("rw-------"));
            try {
                try (Writer writer = Files.newBufferedWriter(draft)) {
                    kept.store(writer, null);
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a new file has from its beginning, so that nobody else can read it for a moment. */
    private static FileAttribute<?>[] forOwner(String permissions) throws IOException {
        if (POSIX) {
            return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
            };
        }
        return FileSystems.getDefault().supportedFileAttributeViews().contains("acl")
                ? new FileAttribute<?>[] {
                    new ListOfOwner(entry(FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(System.getProperty("user.name"))))
                }
                : new FileAttribute<?>[0];
    }

    /** Everything for the owner. On Windows a list that names nobody else shuts all others out. */
    static AclEntry entry(UserPrincipal owner) {
        return AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(AclEntryPermission.values())
                .build();
    }

    /** The access list of a new file, in place of the one that it would get from its folder. */
    private record ListOfOwner(AclEntry entry) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }

        @Override
        public List<AclEntry> value() {
            return List.of(entry);
        }
    }

    /** Returns whether there was anything to remove. */
    boolean remove() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
