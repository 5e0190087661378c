package dev.bookingdate.desk.check;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rule of the house, which is data: what it is about, and a JSON Schema that this has to be valid for.
 *
 * @param says what is wrong, after the name of what it is about
 * @param each what it is about: operation, answer, parameter, …
 * @param when only where this holds
 * @param good an example that keeps the rule
 * @param bad one that breaks it
 */
public record HouseRule(
        String id,
        String says,
        String why,
        String each,
        @Nullable Schema when,
        Schema must,
        JsonNode good,
        JsonNode bad) {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft202012());
    private static final Set<String> EACH = Set.of(
            "document", "path", "operation", "parameter", "answer", "header", "content", "schema", "member", "file");

    /** Reads a file of rules. */
    public static List<HouseRule> read(Path file) {
        List<HouseRule> rules = new ArrayList<>();
        SpecFiles.data(file, file.toString()).members().forEach((id, node) -> rules.add(of(id, node)));
        return rules;
    }

    private static HouseRule of(String id, SpecNode node) {
        SpecNode each = member(node, "each");
        if (!EACH.contains(each.text())) {
            throw each.wrong(
                    "one of " + String.join(", ", EACH.stream().sorted().toList()));
        }
        return new HouseRule(
                id,
                member(node, "says").text(),
                member(node, "why").text(),
                each.text(),
                node.raw("when").map(when -> SCHEMAS.getSchema(when.json())).orElse(null),
                SCHEMAS.getSchema(member(node, "must").json()),
                member(node, "good").json(),
                member(node, "bad").json());
    }

    private static SpecNode member(SpecNode rule, String name) {
        return rule.raw(name).orElseThrow(() -> rule.wrong("a rule with " + name));
    }

    /** Returns where an example or a view breaks the rule, as a JSON pointer; empty where it keeps it. */
    public Optional<String> broken(JsonNode view) {
        if (when != null && !when.validate(view).isEmpty()) {
            return Optional.empty();
        }
        return must.validate(view).stream()
                .findFirst()
                .map(Error::getInstanceLocation)
                .map(Object::toString);
    }

    Optional<Remark> remark(View view) {
        if (!view.each().equals(each)) {
            return Optional.empty();
        }
        return broken(view.json()).map(pointer -> {
            SpecNode at = pointer.startsWith("/is/") ? view.node().nearest(pointer.substring(3)) : view.node();
            String text = view.subject() + " " + says;
            return Remark.waivable(at.place(), "error", id, text, view.node().pointer(), view.subject());
        });
    }
}
