package dev.bookingdate.server.http;

import static java.util.Map.entry;

import dev.bookingdate.server.call.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Lets anybody read the contract, the page to try it on, and the pages of other rooms. A fixed set of files, all in memory: what a caller can cost is a
 * thread while the answer is sent, and {@link ThreadReserve} and the connections bound that as for any call without a token.
 */
@Component
class DocumentAnswer {

    private static final String PAGE = "/docs";
    private static final String FIRST_PAGE = "/console";

    /** Scripts of this host only, and calls to it alone. Swagger UI writes styles into its elements. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String API = "/dev/bookingdate/api/";

    private static final Documents CONTRACT = new Documents(Map.ofEntries(
            entry("/openapi.yaml", Document.file(API + "openapi.yaml", "application/yaml")),
            entry("/openapi.json", Document.file(API + "openapi.json", MediaType.APPLICATION_JSON_VALUE)),
            entry(PAGE, Document.page(API + "page/index.html", PAGE_POLICY)),
            entry(PAGE + "/page.css", Document.file(API + "page/page.css", "text/css;charset=UTF-8")),
            entry(PAGE + "/page.js", Document.file(API + "page/page.js", "text/javascript;charset=UTF-8")),
            entry(PAGE + "/swagger-ui.css", Document.file(API + "page/swagger-ui.css", "text/css;charset=UTF-8")),
            entry(
                    PAGE + "/swagger-ui-bundle.js",
                    Document.file(API + "page/swagger-ui-bundle.js", "text/javascript;charset=UTF-8"))));

    private final Map<String, Document> documents;

    DocumentAnswer(List<Documents> ofOtherRooms) {
        this.documents = Stream.concat(Stream.of(CONTRACT), ofOtherRooms.stream())
                .flatMap(room -> room.byPath().entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whether the call was for one of them, and is answered. */
    boolean answer(Call call, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isRead(request)) {
            return false;
        }
        String path = call.path() == null ? "" : call.path();
        Document document = documents.get(path);
        if (document != null) {
            answer(document, request, response);
            return true;
        }
        Optional<String> page = page(path, request);
        page.ifPresent(one -> {
            response.setHeader(HttpHeaders.LOCATION, request.getContextPath() + one);
            response.setStatus(HttpServletResponse.SC_FOUND);
        });
        return page.isPresent();
    }

    /** The page that is meant: the first one for people by the address alone, each with a slash too many. */
    private Optional<String> page(String path, HttpServletRequest request) {
        if (path.equals("/")) {
            return Stream.of(FIRST_PAGE, PAGE)
                    .filter(one -> documents.containsKey(one) && isOfABrowser(request))
                    .findFirst();
        }
        return Optional.of(path)
                .filter(one -> one.endsWith("/"))
                .map(one -> one.substring(0, one.length() - 1))
                .filter(one -> documents.containsKey(one)
                        && documents.get(one).policy().isPresent());
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
        document.policy().ifPresent(policy -> response.setHeader("Content-Security-Policy", policy));
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
}
