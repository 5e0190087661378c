package dev.bookingdate.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A build that leaves generated tests out is green otherwise: nobody misses a test that was not there. */
class EveryContractIsTestedTest {

    private static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers"));

    @Test
    void everyContract_hasExactlyOneGeneratedTest() throws IOException {
        List<String> contracts = contracts();
        assertThat(contracts).as("contracts in %s", CONSUMERS).isNotEmpty();
        assertThat(generatedTests()).containsExactlyInAnyOrderElementsOf(contracts);
    }

    /** What the generator makes of {@code java-client/stop/running-job.yml}. */
    private static String generatedName(Path contract) {
        String consumer = contract.getName(0).toString();
        String operation = contract.getName(1).toString();
        String name = contract.getFileName().toString().replaceFirst("[.]yml$", "");
        return consumer.replace('-', '_') + "."
                + operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1) + "Test.validate_"
                + name.replace('-', '_');
    }

    private static List<String> contracts() throws IOException {
        try (Stream<Path> files = Files.walk(CONSUMERS)) {
            return files.filter(file -> file.getFileName().toString().matches(".*[.]yml"))
                    .map(CONSUMERS::relativize)
                    .map(EveryContractIsTestedTest::generatedName)
                    .toList();
        }
    }

    private static List<String> generatedTests() {
        String here = EveryContractIsTestedTest.class.getPackageName();
        JavaClasses classes = new ClassFileImporter().importPackages(here);
        return classes.stream()
                .filter(type -> !type.getPackageName().equals(here))
                .map(JavaClass::getMethods)
                .flatMap(methods -> methods.stream().filter(method -> method.isAnnotatedWith(Test.class)))
                .map(JavaMethod::getFullName)
                .map(name -> name.substring(here.length() + 1).replaceFirst("[(].*", ""))
                .toList();
    }
}
