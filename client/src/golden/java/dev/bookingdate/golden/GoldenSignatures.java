package dev.bookingdate.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Compares public signatures with those that were reviewed. The server's tests use it as well. */
public final class GoldenSignatures {

    private GoldenSignatures() {}

    /**
     * Fails when a package shows something else than its golden file, which lies in the folder that {@code
     * golden.directory} names.
     */
    public static void verify(String generatedPackage, String goldenFile) throws IOException {
        verify(type -> true, generatedPackage, goldenFile);
    }

    /** The same, of some of a package's types. */
    public static void verify(Predicate<JavaClass> types, String inPackage, String goldenFile) throws IOException {
        Path golden = Path.of(System.getProperty("golden.directory", "src/test/resources/golden"), goldenFile);
        List<String> signatures = types(inPackage)
                .filter(types)
                .map(JavaClass::reflect)
                .flatMap(Signatures::of)
                .toList();

        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(golden.getParent());
            Files.write(golden, signatures);
        }
        assertThat(golden)
                .as(
                        "reviewed public signatures of %s. If the change is intended, run ./mvnw test -Pgolden and commit the"
                                + " difference",
                        inPackage)
                .hasContent(String.join("\n", signatures) + "\n");
    }

    /** Returns the types of a package that have names, by name, without those of tests. */
    public static Stream<JavaClass> types(String inPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(inPackage);
        return classes.stream()
                .filter(type ->
                        !type.isAnonymousClass() && !type.getSimpleName().equals("package-info"))
                .sorted(Comparator.comparing(JavaClass::getName));
    }
}
