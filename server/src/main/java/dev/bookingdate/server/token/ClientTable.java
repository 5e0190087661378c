package dev.bookingdate.server.token;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Clients as a table of text: a heading, then a line for each. */
final class ClientTable {

    private static final List<String> HEADING = List.of(
            "CLIENT_ID", "TENANT", "USERNAME", "USER_ID", "ENTITIES", "ORGS", "MAY", "CREATED", "OLD_SECRET_UNTIL");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssX");
    private static final String NONE = "-";

    private ClientTable() {}

    static String of(List<ClientRegister.Listed> clients) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADING);
        clients.forEach(client -> lines.add(cells(client)));
        List<Integer> widths = IntStream.range(0, HEADING.size())
                .mapToObj(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
    }

    private static List<String> cells(ClientRegister.Listed client) {
        return List.of(
                client.clientId(),
                String.valueOf(client.tenantId()),
                client.username(),
                client.userId(),
                joined(client.entityIds()),
                joined(client.orgIds()),
                client.may() == null ? "all" : String.join(",", client.may()),
                time(client.createdOn()),
                time(client.oldSecretUntil()));
    }

    private static String joined(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? NONE : String.join(",", values);
    }

    private static String time(@Nullable OffsetDateTime time) {
        return time == null ? NONE : TIME.format(time);
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
        }
        return line.toString().stripTrailing() + "\n";
    }
}
