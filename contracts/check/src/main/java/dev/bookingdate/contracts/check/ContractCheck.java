package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.desk.consumer.Call;
import dev.bookingdate.desk.consumer.Consumer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Holds contracts against the spec: a contract must promise nothing that the spec does not. */
public final class ContractCheck {
    /** What in a request is the reason for a refusal with this status; 400 stands for all the others. */
    private static final Map<Integer, Set<Rule>> REFUSALS = Map.of(
            401, EnumSet.of(Rule.TOKEN),
            405, EnumSet.of(Rule.OPERATION),
            406, EnumSet.of(Rule.ACCEPT),
            413, EnumSet.noneOf(Rule.class),
            415, EnumSet.of(Rule.MEDIA_TYPE, Rule.ENCODING, Rule.SCHEMA),
            400, EnumSet.of(Rule.PATH, Rule.QUERY, Rule.MISSING_HEADER, Rule.UNDECLARED_HEADER, Rule.SCHEMA));

    /** Refusals whose reason always shows in the request; a token's state or a body's true size do not. */
    private static final Set<Integer> SHOWN_BY_THE_REQUEST = Set.of(405, 406, 415);

    private final Spec spec;
    private final ContractFiles files;
    private final Set<String> names;
    private final RequestCheck requests = new RequestCheck();
    private final ResponseCheck responses;

    public ContractCheck(Spec spec, ContractFiles files) {
        this.spec = spec;
        this.files = files;
        this.names = files.contracts().stream().map(Contract::name).collect(Collectors.toCollection(TreeSet::new));
        this.responses = new ResponseCheck(spec.errorsOfAnyPath());
    }

    /** Returns all that is wrong with the files: what are no contracts, and what the contracts promise beyond the spec. */
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>(files.broken());
        files.contracts().forEach(contract -> all.addAll(violations(contract)));
        return all;
    }

    List<Violation> violations(Contract contract) {
        List<Violation> found = new ArrayList<>();
        Report report = (pointer, rule, text) -> found.add(contract.violation(pointer, rule, text));
        if (!Form.check(contract, report)) {
            return found;
        }
        words(contract, report);
        Consumer consumer = files.consumers().get(contract.consumer());
        if (consumer == null) {
            return found; // That its file is missing or broken has been said.
        }
        Optional<Call> call = consumer.call(contract.folder());
        if (call.isEmpty()) {
            report.add("", Rule.OPERATION, contract.folder() + " is no call of " + consumer.name() + "/consumer.yaml");
        }
        operation(contract).ifPresent(operation -> {
            metadata(contract, operation, report);
            request(contract, operation, report);
            responses.check(contract, operation, report);
        });
        return found;
    }

    /** Returns the operation that a contract is about: the one that its consumer calls by the name of its folder. */
    Optional<Operation> operation(Contract contract) {
        return Optional.ofNullable(files.consumers().get(contract.consumer()))
                .flatMap(consumer -> consumer.call(contract.folder()))
                .flatMap(call -> spec.operationOf(call.key()));
    }

    private static void words(Contract contract, Report report) {
        if (!contract.at("/name").asString("").equals(contract.caseName())) {
            report.add("/name", Rule.FORM, "the name is the file's: " + contract.caseName());
        }
        if (!contract.at("/description").asString("").matches("given .+\nwhen .+\nthen .+\n")) {
            report.add("/description", Rule.FORM, "three lines: given, when, then");
        }
    }

    private void metadata(Contract contract, Operation operation, Report report) {
        for (Map.Entry<String, JsonNode> entry : contract.at("/metadata").properties()) {
            String pointer = "/metadata/" + entry.getKey();
            String value = entry.getValue().asString("");
            if (entry.getKey().equals("example")) {
                List<String> examples = operation
                        .response(contract.status())
                        .map(response -> response.examples())
                        .orElse(List.of());
                if (!examples.contains(value)) {
                    report.add(
                            pointer,
                            Rule.METADATA,
                            value + " is no example of " + operation.id() + " " + contract.status() + ", only "
                                    + examples);
                }
            } else if (entry.getKey().equals("becomes")) {
                if (!value.startsWith("get/") || !names.contains(contract.consumer() + "/" + value)) {
                    report.add(pointer, Rule.METADATA, value + " is no get contract of " + contract.consumer());
                } else if (!contract.folder().equals("stop")) {
                    report.add(pointer, Rule.METADATA, "only a stop becomes something");
                }
            } else {
                report.add(pointer, Rule.METADATA, "only example and becomes are known");
            }
        }
    }

    private void request(Contract contract, Operation operation, Report report) {
        List<Violation> forbidden = new ArrayList<>();
        Report forbids = (pointer, rule, text) -> forbidden.add(contract.violation(pointer, rule, text));
        method(contract, operation, report, forbids);
        requests.check(contract, operation, report, forbids);
        int status = contract.status();
        Set<Rule> reasons = REFUSALS.getOrDefault(status, Set.of());
        forbidden.stream()
                .filter(each -> !reasons.contains(each.rule()))
                .forEach(each -> report.add(each.pointer(), each.rule(), each.text()));
        boolean explained = forbidden.stream().anyMatch(each -> reasons.contains(each.rule()));
        if (SHOWN_BY_THE_REQUEST.contains(status) && !explained) {
            report.add(
                    "/response/status",
                    Rule.NOT_FORBIDDEN,
                    "nothing in the request is a reason for " + status + ": the spec permits it");
        }
    }

    /** Returns whether a request is refused for a reason that its own text does not show, such as an expired token. */
    public boolean refusedOnTrust(Contract contract) {
        Optional<Operation> operation = operation(contract);
        Report unheard = (pointer, rule, text) -> {};
        if (operation.isEmpty() || !Form.check(contract, unheard) || !REFUSALS.containsKey(contract.status())) {
            return false;
        }
        List<Rule> forbidden = new ArrayList<>();
        Report forbids = (pointer, rule, text) -> forbidden.add(rule);
        method(contract, operation.get(), unheard, forbids);
        requests.check(contract, operation.get(), unheard, forbids);
        return forbidden.isEmpty();
    }

    private void method(Contract contract, Operation operation, Report own, Report forbids) {
        String method = contract.at("/request/method").asString("none");
        if (method.equals(operation.method())) {
            return;
        }
        String path = RequestCheck.url(contract);
        Optional<Operation> other = spec.operation(method, path);
        String text = method + " is not " + operation.id() + " (" + Allowed.place(List.of(operation.node())) + ")";
        if (other.isPresent()) {
            own.add(
                    "/request/method",
                    Rule.OPERATION,
                    text + " but " + other.get().id());
        } else {
            forbids.add("/request/method", Rule.OPERATION, text);
        }
    }
}
