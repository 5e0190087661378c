package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Header;
import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Parameter;
import dev.bookingdate.contracts.spec.Response;
import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What of the spec contracts exercise, item by item, and what no contract does. */
public final class Coverage {
    private static final String ITEMS = "/*";
    private static final int DEEPEST = 200;

    /** Of a spec that can't be read. */
    static final Coverage NONE = new Coverage(List.of());

    private final Map<String, CoverageItem> items = new LinkedHashMap<>();
    private final List<Contract> contracts;
    private final Allowed requests = new Allowed(Reading.REQUEST_TAKEN);
    private final Allowed answers = new Allowed(Reading.ANSWER_SENT);
    private final RequestCheck forms = new RequestCheck();

    private Coverage(List<Contract> contracts) {
        this.contracts = contracts;
    }

    /** Goes through the operations of the spec, and looks each item up in the contracts. */
    static Coverage of(Spec spec, ContractFiles files) {
        Coverage coverage = new Coverage(files.contracts().stream()
                .filter(contract -> Form.check(contract, (pointer, rule, text) -> {}))
                .toList());
        Map<String, Operation> byName = new TreeMap<>();
        for (Operation operation : spec.operations()) {
            String name = files.consumers().values().stream()
                    .flatMap(consumer -> consumer.calling(operation.key()).stream())
                    .map(call -> call.name())
                    .findFirst()
                    .orElse(operation.id());
            byName.put(name, operation);
        }
        byName.forEach(coverage::operation);
        return coverage;
    }

    public List<CoverageItem> items() {
        return List.copyOf(items.values());
    }

    private void operation(String folder, Operation operation) {
        add(Level.OPERATION, folder, folder, operation.node(), contract -> contract.status() == 200);
        operation.responses().values().stream()
                .filter(response -> response.status().matches("[0-9]+"))
                .forEach(response -> response(folder, response));
        operation.requestContent().forEach((type, schema) -> {
            add(
                    Level.REQUEST_MEDIA_TYPE,
                    folder,
                    folder + " " + type,
                    schema,
                    contract -> contract.status() == 200
                            && mediaType(contract, "/request").equals(type));
            enumValues(
                    Level.REQUEST_ENUM_VALUE,
                    folder,
                    folder,
                    schema,
                    (contract, pointer, value) -> contract.status() == 200
                            && fixed(requestBody(contract, type, schema), contract, "/request", pointer, value));
        });
        if (operation.secured()) {
            add(
                    Level.REQUIRED_HEADER,
                    folder,
                    folder + " Authorization",
                    operation.node(),
                    contract -> has(contract, "/request/headers", "Authorization"));
        }
        operation.parameters().forEach(parameter -> parameter(folder, parameter));
        responseHeaders(operation)
                .forEach((name, header) -> add(
                        Level.RESPONSE_HEADER,
                        folder,
                        folder + " " + name,
                        header.node(),
                        contract -> has(contract, "/response/headers", name)));
    }

    /** Whether a contract exercises one value of an enum at a place in the body. */
    private interface Exercises {
        boolean value(Contract contract, String pointer, JsonNode value);
    }

    private void enumValues(Level level, String folder, String name, SpecNode schema, Exercises exercises) {
        enumValues(
                level == Level.REQUEST_ENUM_VALUE ? requests : answers,
                List.of(schema),
                "",
                (pointer, values) -> values.json()
                        .forEach(value -> add(
                                level,
                                folder,
                                name + " " + pointer + " " + value.asString(""),
                                values,
                                contract -> exercises.value(contract, pointer, value))));
    }

    private void response(String folder, Response response) {
        String name = folder + " " + response.status();
        Predicate<Contract> same = contract -> response.status().equals(String.valueOf(contract.status()));
        add(Level.STATUS, folder, name, response.node(), same);
        response.content().forEach((type, schema) -> {
            add(
                    Level.RESPONSE_MEDIA_TYPE,
                    folder,
                    name + " " + type,
                    schema,
                    same.and(contract -> mediaType(contract, "/response").equals(type)));
            enumValues(
                    Level.RESPONSE_ENUM_VALUE,
                    folder,
                    name,
                    schema,
                    (contract, pointer, value) -> same.test(contract)
                            && fixed(contract.at("/response/body"), contract, "/response", pointer, value));
        });
    }

    private void parameter(String folder, Parameter parameter) {
        if (parameter.in().equals("path")) {
            return; // No request is without it.
        }
        String where = parameter.in().equals("query") ? "/request/queryParameters" : "/request/headers";
        add(
                parameter.required() && parameter.in().equals("header")
                        ? Level.REQUIRED_HEADER
                        : Level.REQUEST_PARAMETER,
                folder,
                folder + " " + parameter.name(),
                parameter.node(),
                contract -> has(contract, where, parameter.name()));
    }

    private static Map<String, Header> responseHeaders(Operation operation) {
        Map<String, Header> headers = new LinkedHashMap<>();
        operation.responses().values().stream()
                .filter(response -> response.status().matches("[0-9]+"))
                .forEach(response -> response.headers().forEach(headers::putIfAbsent));
        return headers;
    }

    private void add(Level level, String folder, String name, SpecNode node, Predicate<Contract> exercises) {
        items.computeIfAbsent(
                level + " " + name,
                any -> new CoverageItem(
                        level,
                        name,
                        node,
                        contracts.stream()
                                .filter(contract -> contract.folder().equals(folder))
                                .filter(exercises)
                                .map(Contract::name)
                                .toList()));
    }

    private static boolean has(Contract contract, String where, String name) {
        return contract.at(where).propertyNames().stream().anyMatch(name::equalsIgnoreCase);
    }

    private static String mediaType(Contract contract, String side) {
        return HeaderCheck.mediaType(Texts.headers(contract, side, (pointer, rule, text) -> {}));
    }

    private JsonNode requestBody(Contract contract, String type, SpecNode schema) {
        JsonNode body = contract.at("/request/body");
        JsonNode form = type.equals(RequestCheck.FORM_TYPE) ? forms.form(body, schema) : null;
        return form == null ? body : form;
    }

    /** Takes the place of an enum in a body, {@code *} for any item, and its values. */
    private interface EnumValues {
        void at(String pointer, SpecNode values);
    }

    private static void enumValues(Allowed allowed, List<SpecNode> schemas, String pointer, EnumValues found) {
        allowed.every(schemas, "enum").forEach(values -> found.at(pointer, values));
        if (pointer.length() > DEEPEST) {
            return; // A schema that contains itself.
        }
        allowed.members(schemas)
                .forEach((name, member) -> enumValues(allowed, member, pointer + MatcherPath.escaped(name), found));
        List<SpecNode> items = allowed.items(schemas);
        if (!items.isEmpty()) {
            enumValues(allowed, items, pointer + ITEMS, found);
        }
    }

    /** Returns whether a body has the value there, and no matcher that would take another as well. */
    private static boolean fixed(JsonNode body, Contract contract, String side, String pointer, JsonNode value) {
        List<String> places = places(body, "", pointer).stream()
                .filter(place -> body.at(place).equals(value))
                .toList();
        JsonNode matchers = contract.at(side + "/matchers/body");
        return places.stream()
                .anyMatch(place -> matchers.valueStream()
                        .filter(matcher -> !matcher.path("type").asString("").equals("by_equality"))
                        .flatMap(matcher ->
                                MatcherPath.parse(matcher.path("path").asString("")).stream())
                        .flatMap(path -> path.in(body).stream())
                        .noneMatch(target -> target.pointer().equals(place)));
    }

    private static List<String> places(JsonNode body, String from, String pointer) {
        int list = pointer.indexOf(ITEMS);
        if (list < 0) {
            return List.of(from + pointer);
        }
        String before = from + pointer.substring(0, list);
        List<String> places = new ArrayList<>();
        for (int i = 0; i < body.at(before).size(); i++) {
            places.addAll(places(body, before + "/" + i, pointer.substring(list + ITEMS.length())));
        }
        return places;
    }
}
