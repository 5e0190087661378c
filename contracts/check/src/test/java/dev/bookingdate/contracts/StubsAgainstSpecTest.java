package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import dev.bookingdate.contracts.check.StubCheck;
import dev.bookingdate.contracts.spec.Answer;
import dev.bookingdate.contracts.spec.PromisedAnswers;
import dev.bookingdate.contracts.spec.Spec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the stubs answer is promised, and no stub answers 2xx to a request that the spec forbids. */
class StubsAgainstSpecTest {
    private static final List<Contract> CONTRACTS = ContractFiles.in(
                    Path.of(System.getProperty("contract.consumers", "consumers")))
            .contracts();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A request as it is sent, to be spoilt in one thing. */
    private record Wire(String method, String url, Map<String, String> headers, String body) {
        Wire with(String header, String value) {
            Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.put(header, value);
            return new Wire(method, url, changed, body);
        }

        Wire without(String header) {
            Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.remove(header);
            return new Wire(method, url, changed, body);
        }

        Wire at(String other) {
            return new Wire(method, other, headers, body);
        }

        Wire asking(String parameter, String value) {
            String others = url.replaceAll("(?<=[?&])" + parameter + "=[^&]*&?", "");
            return at(others + (others.contains("?") ? "&" : "?") + parameter + "=" + value);
        }

        Wire saying(String other) {
            return new Wire(method, url, headers, other);
        }
    }

    static Stream<String> consumers() {
        return CONTRACTS.stream().map(Contract::consumer).distinct();
    }

    @Test
    void stubs_answerWhatIsPromised_andTakeNoMoreThanTheSpecPermits() {
        assertThat(new StubCheck(Spec.read()).violations(StubFiles.all())).isEmpty();
    }

    /** Faults are the same for every call. */
    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "UNAVAILABLE"})
    void fault_isAnsweredAsPromised(Fault fault) throws IOException, InterruptedException {
        PromisedAnswers promised = PromisedAnswers.read();
        try (ConsumerStubs stubs = ConsumerStubs.of("java-client").start()) {
            for (Contract contract : CONTRACTS) {
                if (contract.consumer().equals("java-client") && contract.status() == 200) {
                    stubs.fail(contract.name(), fault);
                    Wire wire = wire(contract);
                    HttpResponse<String> answer = answer(stubs.baseUrl(), wire);
                    assertThat(answer.statusCode()).isIn(500, 503);
                    assertThat(promised.violations(
                                    wire.method(),
                                    wire.url(),
                                    new Answer(
                                            answer.statusCode(),
                                            answer.headers().map(),
                                            answer.body())))
                            .as(contract.name())
                            .isEmpty();
                    stubs.reset();
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consumers")
    void forbiddenRequest_isNeverAnsweredWith2xx(String consumer) throws IOException, InterruptedException {
        try (ConsumerStubs stubs = ConsumerStubs.of(consumer).start()) {
            List<String> holes = new ArrayList<>();
            int sent = 0;
            for (Contract contract : CONTRACTS) {
                if (!contract.consumer().equals(consumer) || contract.status() != 200) {
                    continue;
                }
                for (Map.Entry<String, Wire> forbidden : forbidden(contract).entrySet()) {
                    sent++;
                    int status = send(stubs.baseUrl(), forbidden.getValue());
                    if (status / 100 == 2) {
                        holes.add(contract.name() + ": " + forbidden.getKey() + " is answered with " + status);
                    }
                }
            }
            assertThat(holes).isEmpty();
            assertThat(sent).isPositive();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consumers")
    void requestWithWhatTheSpecPermits_isAnswered(String consumer) throws IOException, InterruptedException {
        try (ConsumerStubs stubs = ConsumerStubs.of(consumer).start()) {
            for (Contract contract : CONTRACTS) {
                if (contract.consumer().equals(consumer) && contract.status() == 200) {
                    Wire good = wire(contract);
                    Wire more = Stream.of("Zuora-Track-Id", "Zuora-Version")
                            .filter(header -> !good.headers().containsKey(header))
                            .reduce(good, (wire, header) -> wire.with(header, "2025-08-12"), (one, other) -> one);
                    assertThat(send(stubs.baseUrl(), more)).as(contract.name()).isEqualTo(200);
                }
            }
        }
    }

    private static Map<String, Wire> forbidden(Contract contract) {
        Wire good = wire(contract);
        Map<String, Wire> all = new LinkedHashMap<>();
        boolean token = contract.folder().equals("token");
        if (!token) {
            all.put("a request without token", good.without("Authorization"));
            all.put("a request with another scheme", good.with("Authorization", "Basic YTpi"));
        }
        if (good.headers().containsKey("Accept")) {
            all.put("a request for XML", good.with("Accept", "text/xml"));
        }
        unnamed(contract, good, all);
        all.put("another method", new Wire("PATCH", good.url(), good.headers(), good.body()));
        switch (contract.folder()) {
            case "stop" -> {
                all.put("a key with a stop", good.with("Idempotency-Key", "k"));
                all.put("a preference that is too long", good.with("Prefer", "p".repeat(256)));
                jobIds(good, all);
                all.put("no body", good.saying(""));
                all.put("an empty object", good.saying("{}"));
                all.put("null as the status", good.saying("{\"status\":null}"));
                all.put("a number as the status", good.saying("{\"status\":1}"));
                all.put("another status", good.saying("{\"status\":\"STOPPED\"}"));
                all.put("the status in other letters", good.saying("{\"status\":\"stopping\"}"));
                all.put("a list", good.saying("[]"));
                all.put("what is no JSON", good.saying("status=Stopping"));
                mediaTypes(good, all, "application/json");
                all.put("no content type", good.without("Content-Type"));
            }
            case "get" -> jobIds(good, all);
            case "create" -> {
                all.put("a key that is too long", good.with("Idempotency-Key", "k".repeat(256)));
                for (String dryRun : List.of("", "1", "yes")) {
                    all.put("the dry run '" + dryRun + "'", good.asking("dryRun", dryRun));
                }
            }
            case "list" -> {
                for (String size : List.of("0", "-1", "1001", "ten", "")) {
                    all.put("the page size '" + size + "'", good.asking("pageSize", size));
                }
                all.put("a cursor that is too long", good.asking("cursor", "c".repeat(513)));
            }
            default -> {
                for (String member : List.of("client_id", "client_secret", "grant_type")) {
                    String without = good.body().replaceAll("(^|&)" + member + "=[^&]*", "$1x=y");
                    if (!without.equals(good.body())) {
                        all.put("no " + member, good.saying(without));
                    }
                }
                if (good.headers().containsKey("Authorization")) {
                    all.put("no credentials", good.without("Authorization"));
                }
                all.put("another grant type", good.saying(good.body().replace("client_credentials", "password")));
                mediaTypes(good, all, "application/x-www-form-urlencoded");
            }
        }
        return all;
    }

    /** What contracts do not name, and the service refuses. */
    private static void unnamed(Contract contract, Wire good, Map<String, Wire> all) {
        all.put("a track id that is too long", good.with("Zuora-Track-Id", "t".repeat(65)));
        all.put("a track id with a colon", good.with("Zuora-Track-Id", "a:b"));
        all.put("another content encoding", good.with("Content-Encoding", "br"));
        if (!contract.folder().equals("token")) {
            all.put("an entity that is no UUID", good.with("Zuora-Entity-Ids", "billing"));
            all.put("orgs with an empty one", good.with("Zuora-Org-Ids", "a,,b"));
            all.put("a version that is too long", good.with("Zuora-Version", "v".repeat(33)));
        }
    }

    private static void jobIds(Wire good, Map<String, Wire> all) {
        String before = good.url().replaceFirst("[^/]*$", "");
        String id = good.url().substring(before.length());
        UnaryOperator<String> at = other -> before + other;
        all.put("a job id of 31 characters", good.at(at.apply(id.substring(1))));
        all.put("a job id of 33 characters", good.at(at.apply(id + "0")));
    }

    private static void mediaTypes(Wire good, Map<String, Wire> all, String type) {
        for (String other :
                List.of("text/plain", type + "x", type + "; charset=iso-8859-1", type + "; charset=utf-16")) {
            all.put("the content type " + other, good.with("Content-Type", other));
        }
    }

    private static Wire wire(Contract contract) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        contract.at("/request/headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        StringBuilder url = new StringBuilder(contract.at("/request/url")
                .asString(contract.at("/request/urlPath").asString("")));
        contract.at("/request/queryParameters")
                .properties()
                .forEach(parameter -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                        .append(parameter.getKey())
                        .append('=')
                        .append(parameter.getValue().asString()));
        JsonNode body = contract.at("/request/body");
        return new Wire(
                contract.at("/request/method").asString(),
                url.toString(),
                headers,
                body.isMissingNode() ? "" : body.isString() ? body.asString() : body.toString());
    }

    private static int send(URI base, Wire wire) throws IOException, InterruptedException {
        return answer(base, wire).statusCode();
    }

    private static HttpResponse<String> answer(URI base, Wire wire) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(wire.url()))
                .method(wire.method(), BodyPublishers.ofString(wire.body()));
        wire.headers().forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
