package dev.bookingdate.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every test runs in the short set or in the long one: Surefire finds its class by its name, and of what it finds the root pom
 * leaves out what is tagged {@code long}, which CI runs next.
 */
class TwoSetsOfTestsTest {

    private static final Path TOP =
            Path.of(System.getProperty("contract.consumers")).getParent().getParent();

    /** What measures instead of testing, or runs for an hour: each has a profile of its own. */
    private static final Set<String> ON_DEMAND = Set.of("Benchmarks", "ClientBenchmark", "ChaosRun");

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** How a class file refers to what marks a method as a test. */
    private static final Pattern MARK = Pattern.compile("L(org/junit/jupiter/api/Test|org/junit/jupiter/api/TestFactory"
            + "|org/junit/jupiter/params/ParameterizedTest|net/jqwik/api/Property|net/jqwik/api/Example"
            + "|com/tngtech/archunit/junit/ArchTest);");

    @Test
    void everyClassWithTests_hasANameThatSurefireLooksFor() {
        List<String> classes = classesWithTests();

        assertThat(classes).hasSizeGreaterThan(80);
        assertThat(classes)
                .filteredOn(name -> !ON_DEMAND.contains(name))
                .allSatisfy(name -> assertThat(name).endsWith("Test"));
    }

    @Test
    void theTwoSets_areTheTagAndTheRest() throws IOException {
        assertThat(Files.readString(TOP.resolve("pom.xml")))
                .contains("<tests.excluded>long</tests.excluded>", "<tests.excluded/>");
        assertThat(Files.readString(TOP.resolve(".ci/run")))
                .contains("./mvnw verify\n", "./mvnw verify -Pfull -Dtests.included=long\n");
    }

    /** Of all modules that are built. Nested classes run with the one around them. */
    private static List<String> classesWithTests() {
        return MODULE.matcher(text(TOP.resolve("pom.xml")))
                .results()
                .map(module -> TOP.resolve(module.group(1)).resolve("target/test-classes"))
                .filter(Files::isDirectory)
                .flatMap(TwoSetsOfTestsTest::classFiles)
                .filter(file -> MARK.matcher(text(file)).find())
                .map(file -> file.getFileName().toString().replaceFirst("([$].*)?[.]class$", ""))
                .distinct()
                .toList();
    }

    private static Stream<Path> classFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
