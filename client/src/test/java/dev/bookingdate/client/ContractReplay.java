package dev.bookingdate.client;

import dev.bookingdate.client.WireTap.Passed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the call of a contract in each way there is, and tells where request or reading is not the contract's. */
final class ContractReplay {
    private static final JsonMapper JSON = new JsonMapper();

    private final Wire stubs;

    ContractReplay(URI stubs) {
        this.stubs = new Wire(stubs);
    }

    /** Returns the requests that were sent, one for each way. */
    List<WireRequest> replay(Contract contract) {
        return replay(contract, request -> request);
    }

    /**
     * Replays a contract with something between client and service.
     *
     * @throws AssertionError if request, answer or reading differ; each line begins with the contract and the place in it
     */
    List<WireRequest> replay(Contract contract, UnaryOperator<WireRequest> onItsWay) {
        List<WireRequest> sent = new ArrayList<>();
        for (ContractCall call : ContractCall.waysOf(contract)) {
            sent.add(replay(contract, call, onItsWay));
        }
        return sent;
    }

    private WireRequest replay(Contract contract, ContractCall call, UnaryOperator<WireRequest> onItsWay) {
        try (WireTap tap = new WireTap(stubs, onItsWay)) {
            List<String> readings;
            try {
                readings = call.readings(tap.baseUrl());
            } catch (RuntimeException e) {
                readings = List.of("/request: can't be sent: " + e);
            }
            if (tap.passed().isEmpty()) {
                throw different(contract, call, List.of("/request: nothing was sent; " + readings));
            }
            Passed last = tap.passed().get(tap.passed().size() - 1);
            refuse(contract, call, differences(contract.request(), last.request(), call.additions()));
            if (tap.passed().size() != call.requests()) {
                refuse(
                        contract,
                        call,
                        List.of("/request: " + call.requests() + " requests are wanted, but "
                                + tap.passed().size() + " were sent"));
            }
            if (!last.answeredAs().equals(Optional.of(contract.name()))) {
                refuse(
                        contract,
                        call,
                        List.of("/request: the answer of this contract is wanted, but that of "
                                + last.answeredAs().orElse("none") + " came"));
            }
            refuse(contract, call, readings);
            return last.request();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuse(Contract contract, ContractCall call, List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw different(contract, call, wrong);
        }
    }

    private static AssertionError different(Contract contract, ContractCall call, List<String> wrong) {
        return new AssertionError(String.join(
                "\n",
                wrong.stream()
                        .map(difference -> contract.name() + ": " + difference + " (" + call + ")")
                        .toList()));
    }

    private static List<String> differences(Contract.Request wanted, WireRequest sent, Set<String> additions) {
        List<String> wrong = new ArrayList<>();
        compare(wrong, "/request/method", wanted.method(), sent.method());
        compare(wrong, "/request/url", wanted.path(), sent.path());
        compare(wrong, "/request/queryParameters/", wanted.query(), sent.query());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.headers().forEach((name, values) -> {
            if (wanted.headers().containsKey(name) || !additions.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(" and ", values));
            }
        });
        compare(wrong, "/request/headers/", wanted.headers(), headers);
        wrong.addAll(JsonDifferences.between("/request/body", body(wanted.body()), body(sent)));
        return wrong;
    }

    private static void compare(
            List<String> wrong, String pointer, Map<String, String> wanted, Map<String, String> sent) {
        wanted.forEach((name, value) -> compare(wrong, pointer + name, value, sent.getOrDefault(name, "nothing")));
        sent.forEach((name, value) -> {
            if (!wanted.containsKey(name)) {
                wrong.add(pointer + name + ": not wanted, but " + value);
            }
        });
    }

    private static void compare(List<String> wrong, String pointer, String wanted, String sent) {
        if (!wanted.equals(sent)) {
            wrong.add(pointer + ": " + wanted + " is wanted, but " + sent);
        }
    }

    private static JsonNode body(JsonNode wanted) {
        return wanted.isString() ? JSON.valueToTree(WireRequest.parameters(wanted.asString())) : wanted;
    }

    private static JsonNode body(WireRequest sent) {
        if (sent.body().isEmpty()) {
            return JSON.missingNode();
        }
        try {
            boolean form = sent.headers().getOrDefault("Content-Type", List.of()).stream()
                    .anyMatch(type -> type.startsWith("application/x-www-form-urlencoded"));
            return form ? JSON.valueToTree(WireRequest.parameters(sent.body())) : JSON.readTree(sent.body());
        } catch (JacksonException e) {
            return JSON.valueToTree(sent.body());
        }
    }
}
