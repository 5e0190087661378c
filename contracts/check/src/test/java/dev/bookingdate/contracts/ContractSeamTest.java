package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract tool is named in poms alone, so that another one can take its place: contracts/decisions.md. */
class ContractSeamTest {
    private static final Path PROJECT =
            Path.of(System.getProperty("contract.consumers")).getParent().getParent();

    @Test
    void noSource_importsTheContractTool() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(sources.stream().filter(ContractSeamTest::importsTheTool)).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(Files.readString(PROJECT.resolve("pom.xml")))
                .results()
                .map(module -> PROJECT.resolve(module.group(1)).resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(ContractSeamTest::javaIn)
                .toList();
    }

    private static Stream<Path> javaIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean importsTheTool(Path source) {
        try (Stream<String> lines = Files.lines(source)) {
            return lines.anyMatch(line -> line.matches("import (static )?org[.]springframework[.]cloud[.].*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
