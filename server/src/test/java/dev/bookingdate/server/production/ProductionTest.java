package dev.bookingdate.server.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.start.Commands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class ProductionTest {

    private static final String PRODUCTION = "--bookingdate.production=true";
    private static final String EXTERNAL = "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none";

    /** As its user sees it: the jar's main in a process of its own. */
    @Test
    void server_says_what_to_do_and_starts_nothing(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BookingDateBackfillServer.class.getName(),
                        PRODUCTION,
                        "--bookingdate.demo.charges=10",
                        "--bookingdate.data-dir=" + data)
                .redirectErrorStream(true);
        command.environment().remove("SPRING_DATASOURCE_URL");
        Process server = command.start();
        try {
            String said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(1);
            assertThat(said)
                    .contains(
                            "APPLICATION FAILED TO START",
                            "No database is configured",
                            "SPRING_DATASOURCE_URL",
                            "bookingdate.embedded-in-production=true",
                            "The demo is on",
                            "Leave bookingdate.demo.charges out.",
                            "Nothing says whether a proxy is in front",
                            "server.forward-headers-strategy=native")
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception");
            assertThat(data).doesNotExist();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void embedded_database_is_refused_unless_it_is_wanted() {
        assertThatThrownBy(() -> start(PRODUCTION))
                .isInstanceOf(ProductionRefusedException.class)
                .hasMessageContaining("embedded PostgreSQL")
                .hasMessageNotContaining("demo");
        start(PRODUCTION, "--bookingdate.embedded-in-production=true");
        start(PRODUCTION, EXTERNAL);
        start("--bookingdate.demo.charges=10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bookingdate.embedded-in-production=true", EXTERNAL})
    void demo_is_refused_on_any_database(String database) {
        assertThatThrownBy(() -> start(PRODUCTION, database, "--bookingdate.demo.charges=1"))
                .isInstanceOf(ProductionRefusedException.class)
                .hasMessageContaining("The demo is on")
                .hasMessageNotContaining("embedded PostgreSQL");
        start(PRODUCTION, database, "--bookingdate.demo.charges=0");
    }

    /** The jar's own setting is no choice; it decides whose failures are held against whom. */
    @Test
    void server_that_does_not_say_whether_it_is_behind_a_proxy_is_refused() {
        assertThatThrownBy(() -> startServer(PRODUCTION, EXTERNAL))
                .isInstanceOf(ProductionRefusedException.class)
                .hasMessageContaining("server.forward-headers-strategy")
                .hasMessageNotContaining("demo");
        startServer(EXTERNAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "native", "framework"})
    void server_that_says_so_is_let_in(String strategy) {
        startServer(PRODUCTION, EXTERNAL, "--server.forward-headers-strategy=" + strategy);
    }

    @Test
    void server_that_says_so_in_a_file_is_let_in(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("application.properties"), "server.forwardHeadersStrategy=none\n");
        startServer(PRODUCTION, EXTERNAL, "--spring.config.additional-location=" + file);
    }

    @Test
    void command_that_forgot_its_database_starts_none(@TempDir Path folder, CapturedOutput output) {
        Path data = folder.resolve("data");
        assertThat(Commands.run("clients", "list", PRODUCTION, "--bookingdate.data-dir=" + data))
                .hasValue(1);
        assertThat(output.getErr()).contains("No database is configured").doesNotContain("\tat ");
        assertThat(data).doesNotExist();
    }

    private static void start(String... arguments) {
        new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run(arguments)
                .close();
    }

    private static void startServer(String... arguments) {
        new SpringApplicationBuilder(Nothing.class, TomcatServletWebServerAutoConfiguration.class)
                .run(Stream.concat(Stream.of(arguments), Stream.of("--server.port=0"))
                        .toArray(String[]::new))
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
