package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A new generator, option or template changes what callers compile against only when somebody has looked at it. */
class GeneratedSignaturesTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("golden.directory", "src/test/resources/golden"), "client-signatures.txt");

    @Test
    void signatures_areThoseThatWereReviewed() throws IOException {
        List<String> signatures = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.bookingdate.client.generated")
                        .stream()
                        .filter(type -> !type.isAnonymousClass()
                                && !type.getSimpleName().equals("package-info"))
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .map(JavaClass::reflect)
                        .flatMap(Signatures::of)
                        .toList();

        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.write(GOLDEN, signatures);
        }
        assertThat(signatures)
                .as(
                        "public signatures of the generated client. Is the change meant? Then run"
                                + " ./mvnw -pl client -am test -Dtest=GeneratedSignaturesTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -Dgolden.update=true and commit %s",
                        GOLDEN.getFileName())
                .containsExactlyElementsOf(Files.readAllLines(GOLDEN));
    }
}
