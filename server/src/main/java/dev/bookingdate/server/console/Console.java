package dev.bookingdate.server.console;

import static java.util.Map.entry;

import dev.bookingdate.server.http.Document;
import dev.bookingdate.server.http.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The files of the console page: ES modules as they are written, a style sheet, an icon, and lit-html from its webjar. */
@Configuration(proxyBeanMethods = false)
class Console {

    static final String PAGE = "/console";

    /**
     * Scripts, styles and calls of this host alone. Text becomes HTML only by lit-html's templates: any other way is
     * stopped by the browser (Trusted Types).
     */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types lit-html";

    /** In the order in which the page loads them. */
    static final List<String> MODULES = List.of(
            "main.js",
            "session.js",
            "api.js",
            "refresh.js",
            "route.js",
            "jobs.js",
            "pace.js",
            "text.js",
            "create-dialog.js",
            "stop-dialog.js",
            "sign-in.js",
            "job-list.js",
            "job-page.js",
            "chart.js",
            "parts.js",
            "speech.js");

    static final List<String> LIT_HTML = List.of(
            "lit-html.js", "directive.js", "directive-helpers.js", "directives/live.js", "directives/repeat.js");

    private static final String SCRIPT = "text/javascript;charset=UTF-8";

    @Bean
    Documents consoleDocuments() {
        Map<String, Document> documents = new HashMap<>(Map.ofEntries(
                entry(PAGE, Document.page(resource("index.html"), POLICY)),
                entry(PAGE + "/console.css", Document.file(resource("console.css"), "text/css;charset=UTF-8")),
                entry(PAGE + "/icon.svg", Document.file(resource("icon.svg"), "image/svg+xml"))));
        MODULES.forEach(name -> documents.put(PAGE + "/" + name, Document.file(resource(name), SCRIPT)));
        String webjar = "/META-INF/resources/webjars/lit-html/" + litHtmlVersion() + "/";
        LIT_HTML.forEach(name -> documents.put(PAGE + "/lit-html/" + name, Document.file(webjar + name, SCRIPT)));
        return new Documents(documents);
    }

    private static String resource(String name) {
        return "/dev/bookingdate/server/console/" + name;
    }

    private static String litHtmlVersion() {
        String pom = "/META-INF/maven/org.webjars.npm/lit-html/pom.properties";
        try (InputStream file = Objects.requireNonNull(Console.class.getResourceAsStream(pom), pom)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
