package dev.bookingdate.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The password of the database's owner: made once, then read from its file. */
final class Password {

    private static final int RANDOM_BYTES = 32;

    private Password() {}

    static String readOrCreate(DataDirectory directory) {
        Path file = directory.password();
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            if (Files.exists(directory.cluster())) {
                throw new EmbeddedPostgresException(
                        file + " is missing, and without it nobody can log in to the data in " + directory.cluster());
            }
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            OwnerOnly.write(file, password + "\n");
            return password;
        } catch (IOException e) {
            throw new EmbeddedPostgresException("cannot read or write " + file, e);
        }
    }
}
