package dev.bookingdate.desk.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.desk.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code check --build-to} makes of this repository's document. */
class BuildTest {
    private static final Path DOCUMENT = Path.of("../openapi.yaml");

    @TempDir
    static Path target;

    private static String html = "";

    @BeforeAll
    static void build() throws IOException {
        CommandLine desk = Desk.commandLine(Clock.systemUTC());
        desk.execute(
                "check",
                DOCUMENT.toString(),
                "--consumers=../../contracts/consumers",
                "--samples=../../client/src/test/java/dev/bookingdate/samples",
                "--build-to=" + target,
                "--verdict-to=" + target.resolve("verdict"));
        html = Files.readString(target.resolve("site/index.html"));
    }

    @Test
    void document_isOneFile_inBothForms() {
        assertThat(Api.read(target.resolve("openapi.json")).root().json())
                .isEqualTo(Api.read(target.resolve("openapi.yaml")).root().json());
        assertThat(target.resolve("page/swagger-ui-bundle.js")).exists();
        assertThat(target.resolve("page/swagger-ui-bundle.js.LICENSE.txt")).exists();
    }

    @Test
    void reference_hasNoScript_andAsksNobodyElse() {
        assertThat(html)
                .doesNotContain("<script", "<img", "<iframe", "style=")
                .doesNotContainPattern("<[^>]* on[a-z]+=");
        assertThat(Pattern.compile("<(?:link|source)[^>]*(?:href|src)=\"([^\"]*)\"")
                        .matcher(html)
                        .results()
                        .map(link -> link.group(1)))
                .containsExactly("data:,", "reference.css");
        assertThat(target.resolve("site/reference.css")).exists();
    }

    @Test
    void reference_tellsOfEachOperation_allThatACallerNeeds() {
        for (var operation : Api.read(DOCUMENT).operations().values()) {
            String section = section(operation.name());
            assertThat(section)
                    .as(operation.name())
                    .contains(
                            operation.path(),
                            "since 1.0.0",
                            "<h3>Answers</h3>",
                            "<h3>Error codes</h3>",
                            "<h3>curl</h3>",
                            "<h3>Java</h3>",
                            "<h3>Who relies on it</h3>",
                            "<td><code>java-client</code></td>");
            operation
                    .node()
                    .items("x-error-codes")
                    .forEach(code -> assertThat(section)
                            .contains(code.resolved().text("code").orElseThrow()));
        }
        assertThat(section("stopBookingDateBackfillJob"))
                .contains("client.jobs().stop(jobId);", "-X PUT '", "-d '{&quot;status&quot;:&quot;Stopping&quot;}'");
    }

    @Test
    void everyLinkWithinTheReference_hasItsTarget() {
        List<String> targets = Pattern.compile("href=\"#([^\"]*)\"")
                .matcher(html)
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(targets).hasSizeGreaterThan(4);
        assertThat(targets).allSatisfy(id -> assertThat(html).contains("id=\"" + id + "\""));
    }

    private static String section(String id) {
        int begin = html.indexOf("<section id=\"" + id + "\"");
        assertThat(begin).as(id).isPositive();
        return html.substring(begin, html.indexOf("</section>", begin));
    }
}
