package dev.bookingdate.server.http;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** Tells which operation of the contract a call is for, also where it is refused before any handler is looked for. */
@Component
class Operations {

    static final String STOP = "stopBookingDateBackfillJob";
    static final String CREATE = "createBookingDateBackfillJob";
    static final String TOKEN = "createToken";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final String FOUND = Operations.class.getName();

    /** Asked for with the first call: Spring makes the web server before it makes the handlers. */
    private final SingletonSupplier<List<Operation>> all;

    Operations(ObjectProvider<RequestMappingHandlerMapping> handlers, AuthorizationServerSettings tokens) {
        this.all = SingletonSupplier.of(() -> Stream.concat(
                        Stream.of(new Operation(
                                TOKEN, "POST", PathPatternParser.defaultInstance.parse(tokens.getTokenEndpoint()))),
                        handlers.stream().flatMap(Operations::operations))
                .toList());
    }

    /** Empty where the contract has none with this path and method. */
    Optional<Operation> of(HttpServletRequest request) {
        if (!(request.getAttribute(FOUND) instanceof Optional<?> known)) {
            Optional<Operation> found = find(request);
            request.setAttribute(FOUND, found);
            return found;
        }
        return known.map(Operation.class::cast);
    }

    /** Whether a call is for the operation of this id. */
    boolean isFor(HttpServletRequest request, String id) {
        return of(request).filter(operation -> operation.id().equals(id)).isPresent();
    }

    /** One of the methods of HTTP. Any other is the caller's own word, and is not passed on. */
    static Optional<String> method(HttpServletRequest request) {
        @Nullable String method = request.getMethod();
        return Optional.ofNullable(method).filter(METHODS::contains);
    }

    private Optional<Operation> find(HttpServletRequest request) {
        // HEAD is answered by whatever answers GET.
        String method =
                method(request).map(name -> name.equals("HEAD") ? "GET" : name).orElse("");
        return path(request)
                .flatMap(path -> requireNonNull(all.get()).stream()
                        .filter(operation -> operation.method().equals(method)
                                && operation.path().matches(path))
                        .findFirst());
    }

    /**
     * The path within the application, as the contract has it: what {@code server.servlet.context-path} puts before it is
     * left out. Empty where there is none, or where its encoding is broken: Tomcat refuses both, and then asks for the log.
     */
    static Optional<PathContainer> path(HttpServletRequest request) {
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

    private static Stream<Operation> operations(RequestMappingHandlerMapping mapping) {
        return mapping.getHandlerMethods().entrySet().stream()
                .flatMap(entry -> operations(entry.getKey(), entry.getValue()));
    }

    private static Stream<Operation> operations(RequestMappingInfo info, HandlerMethod handler) {
        if (info.getPathPatternsCondition() == null) {
            return Stream.empty();
        }
        return info.getPathPatternsCondition().getPatterns().stream()
                .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                        .map(method ->
                                // The generated method has the name of its operation.
                                new Operation(handler.getMethod().getName(), method.name(), path)));
    }

    /**
     * An operation of the contract.
     *
     * @param id its operationId
     */
    record Operation(String id, String method, PathPattern path) {}
}
