package dev.bookingdate.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/surface.md} names proofs: each of them is there, and no row is without one. */
class SurfaceDocumentTest {

    private static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers"));
    private static final Path TOP = CONSUMERS.getParent().getParent();

    /** {@code ClassTest#method}, as in a stack trace. */
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+Test)#([A-Za-z0-9_]+)`");

    /** {@code consumer/operation/case}. */
    private static final Pattern CONTRACT = Pattern.compile("`([a-z-]+/[a-z-]+/[a-z0-9-]+)`");

    @Test
    void everyRow_namesAProof() {
        assertThat(rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(TEST.matcher(row).find()
                                || CONTRACT.matcher(row).find())
                        .as(row)
                        .isTrue());
    }

    @Test
    void everyTestThatIsNamed_isThere() {
        Map<String, String> sources = sources();
        assertThat(rows().stream().flatMap(row -> TEST.matcher(row).results()))
                .allSatisfy(test -> assertThat(sources.get(test.group(1)))
                        .as(test.group())
                        .isNotNull()
                        .containsPattern("\\b" + test.group(2) + "\\("));
    }

    @Test
    void everyContractThatIsNamed_isThere() {
        assertThat(rows().stream().flatMap(row -> CONTRACT.matcher(row).results()))
                .allSatisfy(contract -> assertThat(CONSUMERS.resolve(contract.group(1) + ".yml"))
                        .exists());
    }

    /** What stands below the heads of the tables. */
    private static List<String> rows() {
        return read(TOP.resolve("docs/surface.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| proof |"))
                .toList();
    }

    private static Map<String, String> sources() {
        return Stream.of("server", "client", "contracts", "contracts/check")
                .flatMap(module -> files(TOP.resolve(module).resolve("src/test/java")))
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replaceFirst("[.]java$", ""),
                        SurfaceDocumentTest::read,
                        (one, other) -> one + other));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
