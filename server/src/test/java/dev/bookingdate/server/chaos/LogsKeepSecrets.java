package dev.bookingdate.server.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** I11: no secret in any log. */
final class LogsKeepSecrets implements Invariant {

    @Override
    public List<Violation> violations(Evidence evidence) {
        return evidence.secretsInLogs().stream()
                .map(place -> Violation.of("I11", "a log shows a secret", place))
                .toList();
    }

    /** Names file and line of each log in a folder that shows any of the secrets, not the secret. */
    static List<String> search(Path directory, Collection<String> secrets) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                int number = 0;
                for (String line : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                    number++;
                    if (secrets.stream().anyMatch(line::contains)) {
                        found.add(file.getFileName() + ":" + number);
                    }
                }
            }
        }
        return found;
    }
}
