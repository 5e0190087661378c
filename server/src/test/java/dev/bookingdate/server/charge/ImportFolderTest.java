package dev.bookingdate.server.charge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportFolderTest {

    @TempDir
    private Path parent;

    @Test
    void whatAKilledImportLeft_goesWithTheNext_andWhatIsInUseStays() throws Exception {
        Path left = Files.createDirectory(parent.resolve("booking-date-import123"));
        Files.writeString(left.resolve("in-use"), "");
        Files.writeString(left.resolve("id7"), "half");
        Path unknown = Files.createDirectory(parent.resolve("booking-date-import-of-somebody"));

        try (ImportFolder first = ImportFolder.create(parent)) {
            assertThat(left).doesNotExist();
            assertThat(unknown).as("without the mark it may be anybody's").exists();
            Path kept = Files.writeString(first.file("id1"), "x");
            try (ImportFolder second = ImportFolder.create(parent)) {
                assertThat(second.file("id1")).isNotEqualTo(kept);
                assertThat(kept).exists();
            }
        }

        try (var rest = Files.list(parent)) {
            assertThat(rest).containsExactly(unknown);
        }
    }
}
