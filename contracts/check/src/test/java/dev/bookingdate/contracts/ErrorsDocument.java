package dev.bookingdate.contracts;

import dev.bookingdate.contracts.spec.ErrorCode;
import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Spec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes {@code docs/errors.md} from the spec's {@code x-error-codes}: each error once, with the operations that answer it. */
final class ErrorsDocument {
    private static final String HEAD = """
            # Errors

            Generated from `x-error-codes` in [`api/openapi.yaml`](../api/openapi.yaml). Do not edit: change the spec, then run
            `./mvnw test -Pgolden`.

            Every error has the envelope as its body: `processId`, `reasons` (each with `code` and `message`), `requestId`,
            `success: false`. A code has eight digits: six for the resource (`500000` where no other applies), two for the
            category. Decide by status and category; the message is for people. Several reasons may come at once.
            """;
    private static final String EVERYWHERE = "any path";
    private static final String TOKEN = "createToken";

    private ErrorsDocument() {}

    static String of(Spec spec) {
        Map<ErrorCode, List<String>> operations = new TreeMap<>();
        spec.errorsOfAnyPath().forEach(error -> add(operations, error, EVERYWHERE));
        spec.operations()
                .forEach(operation -> operation.errorCodes().forEach(error -> add(operations, error, operation.id())));
        List<String> all =
                spec.operations().stream().map(Operation::id).sorted().toList();

        StringBuilder text = new StringBuilder(HEAD);
        byStatus(operations).forEach((status, errors) -> {
            text.append("\n## ").append(status).append("\n\n");
            text.append("| code | when | what to do | operations |\n|---|---|---|---|\n");
            errors.forEach((error, where) -> text.append("| `")
                    .append(String.join(
                            " | ",
                            error.code() + "`",
                            cell(error.when()),
                            cell(error.action()),
                            operations(where, all)))
                    .append(" |\n"));
        });
        return text.toString();
    }

    private static void add(Map<ErrorCode, List<String>> operations, ErrorCode error, String operation) {
        operations.computeIfAbsent(error, any -> new ArrayList<>()).add(operation);
    }

    private static Map<Integer, Map<ErrorCode, List<String>>> byStatus(Map<ErrorCode, List<String>> operations) {
        Map<Integer, Map<ErrorCode, List<String>>> byStatus = new TreeMap<>();
        operations.forEach((error, where) -> byStatus.computeIfAbsent(error.status(), any -> new LinkedHashMap<>())
                .put(error, where));
        return byStatus;
    }

    private static String operations(List<String> where, List<String> all) {
        List<String> withToken =
                all.stream().filter(name -> !name.equals(TOKEN)).toList();
        List<String> named =
                where.stream().filter(name -> !name.equals(EVERYWHERE)).sorted().toList();
        String list =
                named.equals(all) ? "all" : named.equals(withToken) ? "all but " + TOKEN : String.join(", ", named);
        return Stream.of(where.contains(EVERYWHERE) ? EVERYWHERE : "", list)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String cell(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }
}
