package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Case;
import dev.bookingdate.desk.values.IndependentValidator;
import dev.bookingdate.desk.values.IndependentValidator.Objection;
import dev.bookingdate.desk.values.Reading;
import dev.bookingdate.desk.values.Schemas;
import dev.bookingdate.desk.values.Written;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What the schemas of the spec allow, in requests or in answers, whatever they are put together from. */
final class Allowed {
    private final Schemas schemas;
    private final IndependentValidator validator;
    private final Map<List<SpecNode>, Written> written = new HashMap<>();

    Allowed(Reading reading) {
        this.schemas = new Schemas(reading);
        this.validator = new IndependentValidator(reading);
    }

    /** Returns all that some schemas say against a value. */
    List<Objection> objections(List<SpecNode> all, JsonNode value) {
        return validator.objections(all, value);
    }

    /** Returns the texts by which the allowed scalars are written. */
    Written written(List<SpecNode> all) {
        return written.computeIfAbsent(all, some -> Written.of(schemas.all(some)));
    }

    /** Returns the kinds of values that are allowed, as JSON Schema names types. */
    Set<String> kinds(List<SpecNode> all) {
        Set<String> kinds = new TreeSet<>();
        cases(all).forEach(one -> kinds.addAll(one.kinds()));
        return kinds;
    }

    /** Returns the schemas of a member; none where it is declared nowhere. */
    List<SpecNode> member(List<SpecNode> all, String name) {
        Set<SpecNode> declared = new LinkedHashSet<>();
        cases(all).forEach(one -> declared.addAll(Schemas.declared(one.nodes(), name)));
        return List.copyOf(declared);
    }

    /** Returns the members that are declared, by name. */
    Map<String, List<SpecNode>> members(List<SpecNode> all) {
        Set<String> names = new LinkedHashSet<>();
        cases(all)
                .forEach(one -> one.nodes()
                        .forEach(node -> names.addAll(node.members("properties").keySet())));
        Map<String, List<SpecNode>> members = new LinkedHashMap<>();
        names.forEach(name -> members.put(name, member(all, name)));
        return members;
    }

    /** Whether members may have any name: then they are data. */
    boolean isMap(List<SpecNode> all) {
        return cases(all).stream()
                .anyMatch(one -> one.objects() != null && one.objects().map());
    }

    /** Returns the schemas of the items of a list. */
    List<SpecNode> items(List<SpecNode> all) {
        return every(all, "items");
    }

    /** Returns what each schema says by a keyword. */
    List<SpecNode> every(List<SpecNode> all, String keyword) {
        Set<SpecNode> said = new LinkedHashSet<>();
        cases(all).forEach(one -> one.nodes().forEach(node -> node.get(keyword).ifPresent(said::add)));
        return List.copyOf(said);
    }

    private List<Case> cases(List<SpecNode> all) {
        return schemas.all(all).cases();
    }

    /** Returns where the schemas stand, for messages. */
    static String place(List<SpecNode> all) {
        return all.get(0).place().file() + ":" + all.get(0).place().line();
    }
}
