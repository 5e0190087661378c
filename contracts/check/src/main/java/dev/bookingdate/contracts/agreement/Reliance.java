package dev.bookingdate.contracts.agreement;

import dev.bookingdate.desk.consumer.Call;
import dev.bookingdate.desk.consumer.Call.Answer;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.consumer.Member;
import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a consumer loses if an operation changes, as its {@code consumer.yaml} says.
 *
 * @param sent headers, query parameters and members that its requests carry
 * @param statuses that it tells apart, each with its error codes
 * @param headers that it reads
 * @param members that it reads, as paths such as {@code job.status}; {@code ?} where one may be missing or null
 */
record Reliance(
        String consumer,
        String operation,
        Set<String> sent,
        Set<String> statuses,
        Set<String> headers,
        Set<String> members,
        int contracts) {

    static Reliance of(Consumer consumer, Call call, int contracts) {
        Set<String> sent = new TreeSet<>();
        Set<String> statuses = new TreeSet<>();
        Set<String> headers = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        List.of("path", "query", "header").forEach(in -> call.sent(in).forEach(member -> sent.add(shown(member))));
        call.body().ifPresent(body -> collect("", body.schema(), sent));
        call.answers().forEach((status, answer) -> {
            statuses.add(status(status.toLowerCase(Locale.ROOT), answer));
            answer.headers().forEach(header -> headers.add(shown(header)));
            answer.body().ifPresent(body -> collect("", body, members));
        });
        return new Reliance(consumer.name(), call.name(), sent, statuses, headers, members, contracts);
    }

    private static String status(String status, Answer answer) {
        return (status + " "
                        + String.join(
                                ", ",
                                answer.codes().stream().map(SpecNode::text).toList()))
                .strip();
    }

    private static String shown(Member member) {
        return member.name() + (member.optional() ? "?" : "");
    }

    private static void collect(String path, SpecNode taken, Set<String> members) {
        Set<String> required = new TreeSet<>();
        taken.items("required").forEach(name -> required.add(name.text()));
        taken.members("properties").forEach((name, member) -> {
            String full = path.isEmpty() ? name : path + "." + name;
            if (member.has("properties") || member.has("items")) {
                collect(full, member, members);
            } else {
                members.add(full + (required.contains(name) && !member.isTrue("nullable") ? "" : "?"));
            }
        });
        taken.raw("items").ifPresent(items -> {
            if (items.has("properties")) {
                collect(path + "[]", items, members);
            } else {
                members.add(path + "[]");
            }
        });
    }
}
