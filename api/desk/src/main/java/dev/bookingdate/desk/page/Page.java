package dev.bookingdate.desk.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The page on which people read a document and try it: Swagger UI, and a form that gets a token. */
public final class Page {
    /** What a browser may do on the page: nothing that leaves its own host. */
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<String> OWN = List.of("index.html", "page.css", "page.js");
    private static final List<String> SWAGGER_UI =
            List.of("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt");

    private Page() {}

    /** Returns the files of the page by their names. All but the first are asked for beneath {@code docs/}. */
    public static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        OWN.forEach(name -> files.put(name, read(name)));
        String webjar = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
        SWAGGER_UI.forEach(name -> files.put(name, read(webjar + name)));
        return files;
    }

    private static String version() {
        try (InputStream pom = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            Properties properties = new Properties();
            properties.load(pom);
            return properties.getProperty("version");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Returns a file of the page or of the reference. */
    public static byte[] read(String name) {
        try (InputStream resource = open(name)) {
            return resource.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Page.class.getResourceAsStream(name), name);
    }
}
