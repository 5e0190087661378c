package dev.bookingdate.server.http;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.server.call.Call;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Establishes each call: its ids and its operation, once, also where it is refused before any handler is looked for. */
@Component
class Calls {

    static final String STOP = "stopBookingDateBackfillJob";
    static final String CREATE = "createBookingDateBackfillJob";
    static final String TOKEN = "createToken";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** The pattern and the length of the contract. */
    private static final Pattern TRACK_ID = Pattern.compile("[ -!#-&(-9<-~]{0,64}");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** What every answer tells the browsers and caches on its way: take it as data, show it nowhere, keep nothing. */
    private static final Map<String, String> ON_EVERY_ANSWER = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    /** A year. Says nothing about subdomains: they need not be ours. */
    private static final String ONLY_TLS = "max-age=31536000";

    /** Asked for with the first call: Spring makes the web server before it makes the handlers. */
    private final SingletonSupplier<List<Route>> routes;

    Calls(ObjectProvider<RequestMappingHandlerMapping> handlers, AuthorizationServerSettings tokens) {
        this.routes = SingletonSupplier.of(() -> Stream.concat(
                        Stream.of(new Route(
                                "POST", PathPatternParser.defaultInstance.parse(tokens.getTokenEndpoint()), TOKEN)),
                        handlers.stream().flatMap(Calls::routes))
                .toList());
    }

    /** The call of the request; begins it if it has not begun. */
    Call begin(HttpServletRequest request, HttpServletResponse response) {
        return Call.in(request).orElseGet(() -> establish(request, response));
    }

    private Call establish(HttpServletRequest request, HttpServletResponse response) {
        Optional<PathContainer> path = path(request);
        var call = new Call(
                UUID.randomUUID(),
                HEX.toHexDigits(ThreadLocalRandom.current().nextLong()),
                trackId(request),
                path.map(PathContainer::value).orElse(null),
                path.flatMap(found -> operation(request, found)).orElse(null));
        call.begin(request);
        ON_EVERY_ANSWER.forEach(response::setHeader);
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", ONLY_TLS);
        }
        response.setHeader(Call.REQUEST_ID_HEADER, call.requestId().toString());
        if (call.trackId() != null) {
            response.setHeader(Call.TRACK_ID_HEADER, call.trackId());
        }
        return call;
    }

    /** A header that comes several times is one list, as everywhere in HTTP. */
    private static @Nullable String trackId(HttpServletRequest request) {
        List<@Nullable String> values = Collections.list(request.getHeaders(Call.TRACK_ID_HEADER));
        // Where Tomcat stopped reading at a character that it does not permit, it has the name, and null for the value.
        if (values.isEmpty() || values.contains(null)) {
            return null;
        }
        String trackId = String.join(",", values);
        return TRACK_ID.matcher(trackId).matches() ? trackId : null;
    }

    /** What {@code server.servlet.context-path} puts before it is left out. Tomcat refuses one whose encoding is broken. */
    private static Optional<PathContainer> path(HttpServletRequest request) {
        @Nullable String uri = request.getRequestURI();
        if (uri == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServletRequestPathUtils.parse(request).pathWithinApplication());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One of the methods of HTTP. Any other is the caller's own word, and is not passed on. */
    static Optional<String> method(HttpServletRequest request) {
        @Nullable String method = request.getMethod();
        return Optional.ofNullable(method).filter(METHODS::contains);
    }

    private Optional<Call.Operation> operation(HttpServletRequest request, PathContainer path) {
        // HEAD is answered by whatever answers GET.
        String method =
                method(request).map(name -> name.equals("HEAD") ? "GET" : name).orElse("");
        return requireNonNull(routes.get()).stream()
                .filter(route -> route.method().equals(method) && route.path().matches(path))
                .findFirst()
                .map(route ->
                        new Call.Operation(route.operationId(), route.path().getPatternString()));
    }

    private static Stream<Route> routes(RequestMappingHandlerMapping mapping) {
        return mapping.getHandlerMethods().entrySet().stream()
                .flatMap(entry -> routes(entry.getKey(), entry.getValue()));
    }

    private static Stream<Route> routes(RequestMappingInfo info, HandlerMethod handler) {
        if (info.getPathPatternsCondition() == null) {
            return Stream.empty();
        }
        return info.getPathPatternsCondition().getPatterns().stream()
                .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                        .map(method ->
                                // The generated method has the name of its operation.
                                new Route(
                                        method.name(), path, handler.getMethod().getName())));
    }

    /** Where Spring MVC finds an operation. */
    private record Route(String method, PathPattern path, String operationId) {}
}
