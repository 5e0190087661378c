package dev.bookingdate.desk.api;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may call: alternatives, each of which needs all of its schemes.
 *
 * @param node where it is said
 */
public record Security(SpecNode node, List<Alternative> alternatives) {

    /**
     * One way to authenticate; without schemes, none is needed.
     *
     * @param schemes what each scheme is on the wire, with its scopes; the names of components are no part of it
     */
    public record Alternative(Map<String, TreeSet<String>> schemes, Map<String, SpecNode> nodes) {

        /** Whether whoever has what the other one needs has what this one needs. */
        public boolean isMetBy(Alternative other) {
            return schemes.entrySet().stream().allMatch(scheme -> {
                TreeSet<String> scopes = other.schemes.get(scheme.getKey());
                return scopes != null && scopes.containsAll(scheme.getValue());
            });
        }

        /** Whether nothing is needed. */
        public boolean isNone() {
            return schemes.isEmpty();
        }

        @Override
        public String toString() {
            return nodes.isEmpty() ? "nothing" : String.join(" and ", nodes.keySet());
        }
    }

    static Security of(SpecNode root, SpecNode node) {
        List<Alternative> alternatives = new ArrayList<>();
        if (node.isList()) {
            node.items().forEach(requirement -> alternatives.add(alternative(root, requirement)));
        }
        return new Security(node, alternatives.isEmpty() ? List.of(new Alternative(Map.of(), Map.of())) : alternatives);
    }

    private static Alternative alternative(SpecNode root, SpecNode requirement) {
        Map<String, TreeSet<String>> schemes = new TreeMap<>();
        Map<String, SpecNode> nodes = new TreeMap<>();
        requirement.members().forEach((name, scopes) -> {
            SpecNode scheme = root.get("components")
                    .flatMap(all -> all.get("securitySchemes"))
                    .flatMap(all -> all.get(name))
                    .orElseThrow(() -> scopes.wrong("the name of a security scheme"));
            TreeSet<String> wanted = new TreeSet<>();
            scopes.items().forEach(scope -> wanted.add(scope.text()));
            schemes.put(onTheWire(scheme), wanted);
            nodes.put(name, scheme);
        });
        return new Alternative(schemes, nodes);
    }

    /** Returns what of a scheme clients see. */
    public static String onTheWire(SpecNode scheme) {
        boolean isHeader = scheme.text("in").filter("header"::equals).isPresent();
        StringBuilder text = new StringBuilder();
        for (String field : List.of("type", "scheme", "in", "name", "openIdConnectUrl")) {
            String value = scheme.text(field).orElse("");
            boolean caseless = field.equals("scheme") || (field.equals("name") && isHeader);
            text.append(caseless ? value.toLowerCase(Locale.ROOT) : value).append(' ');
        }
        new TreeMap<>(scheme.members("flows")).forEach((flow, node) -> {
            if (!flow.startsWith("x-")) {
                text.append(flow).append(' ');
                for (String url : List.of("authorizationUrl", "tokenUrl", "refreshUrl")) {
                    text.append(node.text(url).orElse("")).append(' ');
                }
            }
        });
        return text.toString();
    }
}
