package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.IndependentValidator;
import dev.bookingdate.desk.values.IndependentValidator.Objection;
import dev.bookingdate.desk.values.Reading;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds every example and default against its schema, in the direction in which it travels. */
final class ExampleCheck {
    /** By what the schema says: one change of a schema is one error, however many examples it makes wrong. */
    private final Map<String, Wrong> errors = new LinkedHashMap<>();

    private final Set<SpecNode> seen = new HashSet<>();

    private ExampleCheck() {}

    private record Wrong(Place first, String text, Set<Place> places) {
        Remark remark() {
            int more = places.size() - 1;
            String others = more == 0 ? "" : " (and " + more + (more == 1 ? " more example)" : " more examples)");
            return Remark.error(first, "example-valid", text + others);
        }
    }

    static List<Remark> of(Api api) {
        ExampleCheck check = new ExampleCheck();
        for (Operation operation : api.operations().values()) {
            check.seen.clear();
            operation.parameters().values().forEach(parameter -> check.valued(parameter.node(), check.sent));
            operation.body().ifPresent(body -> check.contents(body, check.sent));
            check.seen.clear();
            operation.responses().values().forEach(response -> {
                response.members("headers").values().forEach(header -> check.valued(header.resolved(), check.answered));
                check.contents(response, check.answered);
            });
        }
        return check.errors.values().stream().map(Wrong::remark).toList();
    }

    private final IndependentValidator sent = new IndependentValidator(Reading.REQUEST_SENT);
    private final IndependentValidator answered = new IndependentValidator(Reading.ANSWER_SENT);

    private void contents(SpecNode of, IndependentValidator validator) {
        of.members("content").values().forEach(type -> valued(type.resolved(), validator));
    }

    /** A parameter, a header or a media type: a schema, and examples of it. */
    private void valued(SpecNode node, IndependentValidator validator) {
        node.get("schema").ifPresent(schema -> {
            node.raw("example").ifPresent(example -> hold(example, schema, validator, "example"));
            node.members("examples")
                    .forEach((name, example) -> example.resolved()
                            .raw("value")
                            .ifPresent(value -> hold(value, schema, validator, "example " + name)));
            schema(schema, validator);
        });
        contents(node, validator);
    }

    private void schema(SpecNode raw, IndependentValidator validator) {
        SpecNode schema = raw.resolved();
        if (!seen.add(schema)) {
            return;
        }
        schema.raw("example").ifPresent(example -> hold(example, schema, validator, "example of " + schema.name()));
        schema.raw("default").ifPresent(value -> hold(value, schema, validator, "default of " + schema.name()));
        schema.members("properties").values().forEach(member -> schema(member, validator));
        for (String keyword : List.of("allOf", "oneOf", "anyOf")) {
            schema.items(keyword).forEach(part -> schema(part, validator));
        }
        for (String keyword : List.of("items", "not", "additionalProperties")) {
            schema.get(keyword).filter(SpecNode::isObject).ifPresent(part -> schema(part, validator));
        }
    }

    private void hold(SpecNode value, SpecNode schema, IndependentValidator validator, String what) {
        for (Objection objection : validator.objections(List.of(schema), value.json())) {
            SpecNode at = value.nearest(objection.pointer());
            String where = objection.pointer().isEmpty()
                    ? ""
                    : objection.pointer().replace('/', '.').substring(1) + " ";
            String text = what + ": " + where + objection.text();
            errors.computeIfAbsent(said(objection, at), any -> new Wrong(at.place(), text, new LinkedHashSet<>()))
                    .places()
                    .add(at.place());
        }
    }

    private static String said(Objection objection, SpecNode at) {
        String member = objection.pointer().substring(objection.pointer().lastIndexOf('/') + 1);
        String about = objection.rule().startsWith("required ")
                ? ""
                : member.isEmpty() ? at.place().toString() : member;
        return about + " " + objection.rule() + " " + objection.text();
    }
}
