package dev.bookingdate.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary folders that a clean build removes, whatever a test leaves behind. */
final class UnderTarget implements TempDirFactory {

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        return newFolder();
    }

    static Path newFolder() throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "temporary").toAbsolutePath());
        return Files.createTempDirectory(parent, "postgres-");
    }
}
