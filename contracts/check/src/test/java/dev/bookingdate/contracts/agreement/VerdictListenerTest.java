package dev.bookingdate.contracts.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class VerdictListenerTest {
    private static final String CONTRACT = "java-client/stop/running-job";
    private static final String OTHER = "java-client/stop/completed-job";

    @TempDir
    private Path project;

    /** Run by this test alone: Surefire takes no nested classes of this kind. */
    @Tag("contract-consumer")
    static class Replay {
        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {CONTRACT, OTHER, "java-client/stop/of-which-there-is-no-file"})
        void consumerReplays(String contract) {
            assertThat(contract).isNotEqualTo(OTHER);
        }

        @Test
        void somethingElse() {}
    }

    /** Named as the generator names package, class and method of the provider's tests. */
    static class java_client {
        @Tag("contract-service")
        static class StopTest {
            @Test
            void validate_running_job() {}
        }
    }

    static class WithoutTag {
        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = CONTRACT)
        void consumerReplays(String contract) {
            assertThat(contract).isEmpty();
        }
    }

    @Test
    void verdicts_areWritten_andThePageAfterThem() throws IOException {
        Workplace workplace = workplace();
        VerdictFile file = new VerdictFile(project.resolve("client/target/contract-verdicts.json"));

        run(new VerdictListener(() -> Optional.of(workplace), file), Replay.class, WithoutTag.class);

        assertThat(file.read()).extracting(Verdict::contract).containsExactly(OTHER, CONTRACT);
        assertThat(file.read()).extracting(Verdict::agrees).containsExactly(false, true);
        assertThat(file.read().get(0).message()).contains(OTHER);
        assertThat(file.read()).extracting(Verdict::side).containsOnly(Side.CONSUMER);
        assertThat(project.resolve("contracts/target/agreements.html"))
                .content()
                .contains(">running-job<", OTHER);
        assertThat(project.resolve("contracts/target/agreements.json"))
                .content()
                .contains("\"BROKEN\"");
    }

    @Test
    void verdicts_ofOtherRuns_stay() throws IOException {
        VerdictFile file = new VerdictFile(project.resolve("target/contract-verdicts.json"));
        Verdict earlier = new Verdict("a/b/c", Side.SERVICE, true, "", "f");
        file.add(List.of(earlier));
        file.add(List.of(new Verdict("a/b/d", Side.SERVICE, false, "no", "f")));

        assertThat(file.read()).hasSize(2).contains(earlier);
    }

    @Test
    void generatedTest_namesItsContract() {
        VerdictFile file = new VerdictFile(project.resolve("server/target/contract-verdicts.json"));
        Workplace workplace = workplace();

        run(new VerdictListener(() -> Optional.of(workplace), file), java_client.StopTest.class);

        assertThat(file.read()).extracting(Verdict::contract).containsExactly(CONTRACT);
        assertThat(file.read()).extracting(Verdict::side).containsExactly(Side.SERVICE);
    }

    @Test
    void verdict_countsForNothing_onceTheCodeHasChanged() throws IOException {
        Workplace workplace = workplace();
        VerdictFile file = new VerdictFile(project.resolve("client/target/contract-verdicts.json"));
        run(new VerdictListener(() -> Optional.of(workplace), file), Replay.class);
        Path report = project.resolve("contracts/target/agreements.json");
        assertThat(report).content().contains("\"AGREES\"").doesNotContain("\"OUTDATED\"");

        Files.writeString(project.resolve("client/src/main/java/Client.java"), "class Client { int changed; }");
        workplace.writeReport(workplace.fingerprints());

        assertThat(report).content().contains("\"OUTDATED\"").doesNotContain("\"AGREES\"");
    }

    @Test
    void specThatCanNotBeRead_isOnThePage_insteadOfWhatWasTrueBefore() throws IOException {
        Path spec = project.resolve("openapi.yaml");
        Files.copy(Path.of(System.getProperty("contract.spec")), spec);
        Workplace workplace = new Workplace(workplace().consumers(), spec);
        VerdictFile file = new VerdictFile(project.resolve("client/target/contract-verdicts.json"));
        run(new VerdictListener(() -> Optional.of(workplace), file), Replay.class);

        Files.writeString(spec, "openapi: [");
        workplace.writeReport(workplace.fingerprints());

        assertThat(project.resolve("contracts/target/agreements.html"))
                .content()
                .contains("Nothing can be said", "api/target/openapi.yaml:1:")
                .doesNotContain("running-job");
        assertThat(project.resolve("contracts/target/agreements.json")).doesNotExist();
    }

    private static void run(VerdictListener listener, Class<?>... tests) {
        LauncherConfig alone = LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addLauncherSessionListeners(listener)
                .build();
        try (LauncherSession session = LauncherFactory.openSession(alone)) {
            // One run a class, as in Surefire's forks.
            for (Class<?> test : tests) {
                session.getLauncher()
                        .execute(LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(test))
                                .build());
            }
        }
    }

    private Workplace workplace() {
        Path consumers = project.resolve("contracts/consumers");
        try {
            for (String contract : new String[] {CONTRACT, OTHER}) {
                Path file = consumers.resolve(contract + ".yml");
                Files.createDirectories(file.getParent());
                Files.copy(Path.of(System.getProperty("contract.consumers"), contract + ".yml"), file);
            }
            Path consumer = Path.of("java-client", "consumer.yaml");
            Files.copy(
                    Path.of(System.getProperty("contract.consumers")).resolve(consumer), consumers.resolve(consumer));
            Files.createDirectories(project.resolve("client/src/main/java"));
            Files.writeString(project.resolve("client/src/main/java/Client.java"), "class Client {}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Workplace(consumers, Path.of(System.getProperty("contract.spec")));
    }
}
