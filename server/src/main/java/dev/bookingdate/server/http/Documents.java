package dev.bookingdate.server.http;

import static java.util.Map.entry;

import dev.bookingdate.server.call.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Lets anybody read the contract, and the page to try it on. A fixed set of files, all in memory: what a caller can cost is a
 * thread while the answer is sent, and {@link ThreadReserve} and the connections bound that as for any call without a token.
 */
@Component
class Documents {

    private static final String PAGE = "/docs";

    /** Scripts of this host only, and calls to it alone. Swagger UI writes styles into its elements. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, Document> DOCUMENTS = Map.ofEntries(
            entry("/openapi.yaml", Document.read("openapi.yaml", "application/yaml")),
            entry("/openapi.json", Document.read("openapi.json", MediaType.APPLICATION_JSON_VALUE)),
            entry(PAGE, Document.read("page/index.html", "text/html;charset=UTF-8")),
            entry(PAGE + "/page.css", Document.read("page/page.css", "text/css;charset=UTF-8")),
            entry(PAGE + "/page.js", Document.read("page/page.js", "text/javascript;charset=UTF-8")),
            entry(PAGE + "/swagger-ui.css", Document.read("page/swagger-ui.css", "text/css;charset=UTF-8")),
            entry(
                    PAGE + "/swagger-ui-bundle.js",
                    Document.read("page/swagger-ui-bundle.js", "text/javascript;charset=UTF-8")));

    /** Whether the call was for one of them, and is answered. */
    boolean answer(Call call, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isRead(request)) {
            return false;
        }
        String path = call.path() == null ? "" : call.path();
        Document document = DOCUMENTS.get(path);
        if (document != null) {
            answer(document, request, response);
            return true;
        }
        if (path.equals(PAGE + "/") || (path.equals("/") && isOfABrowser(request))) {
            response.setHeader(HttpHeaders.LOCATION, request.getContextPath() + PAGE);
            response.setStatus(HttpServletResponse.SC_FOUND);
            return true;
        }
        return false;
    }

    private static boolean isRead(HttpServletRequest request) {
        @Nullable String method = request.getMethod();
        return HttpMethod.GET.matches(method) || HttpMethod.HEAD.matches(method);
    }

    /** Browsers name HTML when somebody types an address; clients of the API never do. */
    private static boolean isOfABrowser(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT))
                .filter(accepted -> accepted.contains(MediaType.TEXT_HTML_VALUE))
                .isPresent();
    }

    private static void answer(Document document, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // The valve has made one word of it.
        boolean gzip = "gzip".equals(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (document.isPage()) {
            response.setHeader("Content-Security-Policy", PAGE_POLICY);
        }
        if (new ServletWebRequest(request, response).checkNotModified(document.tag(gzip))) {
            return;
        }
        byte[] body = document.body(gzip);
        response.setContentType(document.type());
        response.setContentLength(body.length);
        if (gzip) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (HttpMethod.GET.matches(request.getMethod())) {
            response.getOutputStream().write(body);
        }
    }

    /** A file that the build has made of the contract, as it is and compressed. */
    private static final class Document {

        private static final String FOLDER = "/dev/bookingdate/api/";

        private final String type;
        private final byte[] plain;
        private final byte[] compressed;
        private final String hash;

        private Document(String type, byte[] plain, byte[] compressed, String hash) {
            this.type = type;
            this.plain = plain;
            this.compressed = compressed;
            this.hash = hash;
        }

        static Document read(String name, String type) {
            try (InputStream file = Objects.requireNonNull(Document.class.getResourceAsStream(FOLDER + name), name)) {
                byte[] plain = file.readAllBytes();
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(plain);
                return new Document(
                        type, plain, compressed(plain), HexFormat.of().formatHex(hash, 0, 16));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        private static byte[] compressed(byte[] plain) throws IOException {
            var bytes = new ByteArrayOutputStream(plain.length / 2);
            try (var gzip = new GZIPOutputStream(bytes)) {
                gzip.write(plain);
            }
            return bytes.toByteArray();
        }

        String type() {
            return type;
        }

        boolean isPage() {
            return type.startsWith("text/html");
        }

        byte[] body(boolean gzip) {
            return gzip ? compressed : plain;
        }

        /** The two forms have different bytes, so a cache must tell them apart. */
        String tag(boolean gzip) {
            return "\"" + hash + (gzip ? "-gzip\"" : "\"");
        }
    }
}
