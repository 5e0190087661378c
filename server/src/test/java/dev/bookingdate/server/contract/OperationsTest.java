package dev.bookingdate.server.contract;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** The server answers the operations of the contract, each in one place, and no others. Shares the contract tests' server. */
class OperationsTest extends ContractTestBase {

    /** Answered by a filter of the authorization server; it has no handler. */
    private static final String TOKEN = "createToken";

    @Autowired
    private Collection<HandlerMapping> mappings;

    @Autowired
    private AuthorizationServerSettings authorizationServer;

    @Test
    void handlers_areTheContractsOperations() throws IOException {
        Map<String, String> operations = operations();
        operations.values().remove(TOKEN);
        List<String> promised = operations.entrySet().stream()
                .map(operation -> operation.getKey() + " → " + operation.getValue())
                .toList();

        assertThat(mappings.stream().flatMap(OperationsTest::handlers))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(promised);
    }

    @Test
    void tokens_areIssuedWhereTheContractSays() throws IOException {
        assertThat(operations()).containsEntry("POST " + authorizationServer.getTokenEndpoint(), TOKEN);
    }

    /** What is reached through a mapping, by whichever of Spring's ways it was told. */
    private static Stream<String> handlers(HandlerMapping mapping) {
        if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
            return methods.getHandlerMethods().entrySet().stream()
                    .flatMap(entry -> handlers(entry.getKey(), entry.getValue()));
        }
        if (mapping instanceof AbstractUrlHandlerMapping urls) {
            return Stream.concat(
                            Stream.of(urls.getRootHandler(), urls.getDefaultHandler()),
                            urls.getHandlerMap().entrySet().stream())
                    .filter(handler -> handler != null)
                    .map(Object::toString);
        }
        if (mapping instanceof RouterFunctionMapping functions) {
            return Stream.ofNullable(functions.getRouterFunction()).map(Object::toString);
        }
        return Stream.of("unknown to this test: " + mapping);
    }

    private static Stream<String> handlers(RequestMappingInfo info, HandlerMethod handler) {
        List<String> routes = new ArrayList<>();
        for (String path : info.getPatternValues()) {
            // One without a method would take any.
            Stream<String> methods = info.getMethodsCondition().isEmpty()
                    ? Stream.of("ANY")
                    : info.getMethodsCondition().getMethods().stream().map(Enum::name);
            methods.map(method ->
                            method + " " + path + " → " + handler.getMethod().getName())
                    .forEach(routes::add);
        }
        return routes.stream();
    }

    private static Map<String, String> operations() throws IOException {
        try (InputStream yaml =
                requireNonNull(OperationsTest.class.getResourceAsStream("/dev/bookingdate/api/openapi.yaml"))) {
            Map<String, Map<String, Map<String, Map<String, String>>>> root = new Yaml().load(yaml);
            return root.get("paths").entrySet().stream()
                    .flatMap(path -> path.getValue().entrySet().stream()
                            .map(operation -> Map.entry(
                                    operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                    operation.getValue().get("operationId"))))
                    .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
