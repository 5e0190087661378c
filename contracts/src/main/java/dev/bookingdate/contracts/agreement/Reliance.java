package dev.bookingdate.contracts.agreement;

import dev.bookingdate.contracts.check.Contract;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a consumer loses if an operation changes: all that its contracts rely on there.
 *
 * @param sent headers, query parameters and members that its requests carry
 * @param statuses that it tells apart, each with its error codes
 * @param headers that it reads
 * @param members that it reads, as paths such as {@code job.status}
 */
record Reliance(
        String consumer,
        String operation,
        Set<String> sent,
        Set<String> statuses,
        Set<String> headers,
        Set<String> members,
        List<String> contracts) {

    static Reliance of(String consumer, String operation, Collection<Contract> contracts) {
        Set<String> sent = new TreeSet<>();
        Set<String> statuses = new TreeSet<>();
        Set<String> headers = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        for (Contract contract : contracts) {
            sent.addAll(contract.at("/request/headers").propertyNames());
            sent.addAll(contract.at("/request/queryParameters").propertyNames());
            collect("", contract.at("/request/body"), sent);
            statuses.add(status(contract));
            headers.addAll(contract.at("/response/headers").propertyNames());
            collect("", contract.at("/response/body"), members);
        }
        return new Reliance(
                consumer,
                operation,
                sent,
                statuses,
                headers,
                members,
                contracts.stream().map(Contract::caseName).toList());
    }

    private static String status(Contract contract) {
        List<String> codes = contract.at("/response/body/reasons")
                .valueStream()
                .map(reason -> reason.path("code").asString(""))
                .toList();
        return (contract.status() + " " + String.join(", ", codes)).strip();
    }

    private static void collect(String path, JsonNode node, Set<String> members) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            if (member.getValue().isContainer() && !member.getValue().isEmpty()) {
                collect(name, member.getValue(), members);
            } else {
                members.add(name);
            }
        }
        // Of an array, all elements alike.
        if (node.isArray()) {
            node.forEach(element -> collect(path + "[]", element, members));
        }
    }
}
