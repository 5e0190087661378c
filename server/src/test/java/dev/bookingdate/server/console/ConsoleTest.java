package dev.bookingdate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.http.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a browser is given of the console. What people do with it is tested in a browser: {@code src/browser}. */
class ConsoleTest {

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static final Path SOURCES = Path.of("src/main/resources/dev/bookingdate/server/console");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) ?['\"]([^'\"]+)['\"]");
    private static final int MOST_SCRIPT = 60_000;

    @Test
    void page_letsInNothingButItsOwnScripts_andNoTextBecomesHtmlByItself() {
        HttpResponse<byte[]> page = get("/console");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy.split("; "))
                        .contains(
                                "default-src 'none'",
                                "script-src 'self'",
                                "style-src 'self'",
                                "connect-src 'self'",
                                "frame-ancestors 'none'",
                                "require-trusted-types-for 'script'",
                                "trusted-types lit-html")
                        .doesNotContain("'unsafe-inline'", "'unsafe-eval'"));
        assertThat(text(page)).doesNotContain("//").doesNotContainPattern("<script>|\\son\\w+=|\\sstyle=");
        assertThat(get("/console/").headers().firstValue("Location")).hasValue("/console");
    }

    @Test
    void everyFile_isServed_andEveryModuleIsImported() throws Exception {
        Map<String, Integer> found = scripts();

        assertThat(found.keySet().stream().filter(path -> !path.contains("lit-html")))
                .containsExactlyInAnyOrderElementsOf(
                        Console.MODULES.stream().map(name -> "/console/" + name).toList());
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                String path = name.equals("index.html") ? "/console" : "/console/" + name;
                assertThat(get(path).body()).as(path).isEqualTo(Files.readAllBytes(file));
            }
        }
    }

    @Test
    void scripts_areSmall() {
        assertThat(scripts().values().stream().mapToInt(Integer::intValue).sum())
                .isBetween(10_000, MOST_SCRIPT);
    }

    /** Nothing else of the webjar, and no file by its name alone. */
    @Test
    void nothingElse_isOpen() {
        for (String path : List.of(
                "/console/lit-html/package.json", "/console/package-info.class", "/console/..%2fapplication.yaml")) {
            assertThat(get(path).statusCode()).as(path).isBetween(400, 401);
        }
    }

    /** The modules that the page loads, with their compressed lengths. */
    private static Map<String, Integer> scripts() {
        Map<String, Integer> found = new HashMap<>();
        Deque<String> wanted = new ArrayDeque<>(List.of("/console/main.js"));
        while (!wanted.isEmpty()) {
            String path = wanted.pop();
            if (found.containsKey(path)) {
                continue;
            }
            HttpResponse<byte[]> module = get(path);
            assertThat(module.statusCode()).as(path).isEqualTo(200);
            found.put(
                    path,
                    server.send(server.request(path)
                                    .header("Accept-Encoding", "gzip")
                                    .build())
                            .body()
                            .length);
            IMPORT.matcher(text(module))
                    .results()
                    .map(imported -> Path.of(path)
                            .resolveSibling(imported.group(1))
                            .normalize()
                            .toString())
                    .forEach(wanted::push);
        }
        return found;
    }

    private static HttpResponse<byte[]> get(String path) {
        return server.send(server.request(path).build());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
