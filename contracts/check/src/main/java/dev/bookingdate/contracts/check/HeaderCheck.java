package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Parameter;
import dev.bookingdate.desk.values.Written;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds all in the headers of a contract's request that the spec forbids. */
final class HeaderCheck {
    private static final String WEIGHT = "( *; *q=(1([.]0*)?|0?[.][0-9]*[1-9][0-9]*))?";
    private static final Written ACCEPTS_JSON =
            Written.matching("(.*, *)?(application/json|application/[*]|[*]/[*])" + WEIGHT + "( *,.*)?");
    static final Written BEARER = Written.matching("Bearer .+");
    private static final Written BASIC = Written.matching("Basic [A-Za-z0-9+/]+=*");
    private static final Written READ_ENCODING = Written.matching("(gzip|identity)( *, *(gzip|identity))*");
    private static final String UTF_8 = "( *; *[cC][hH][aA][rR][sS][eE][tT]=\"?[uU][tT][fF]-8\"?)?";

    private final TextCheck texts;

    HeaderCheck(TextCheck texts) {
        this.texts = texts;
    }

    void check(List<Text> headers, Operation operation, Report forbidden) {
        headers.forEach(header -> one(header, operation, forbidden));
        required(operation, headers, forbidden);
    }

    private void one(Text header, Operation operation, Report forbidden) {
        Optional<Parameter> declared = operation.parameter("header", header.name());
        if (declared.isPresent()) {
            texts.schema(header, declared.get().schema(), Rule.SCHEMA, forbidden);
        } else if (header.name().equalsIgnoreCase("Accept")) {
            texts.allowed(header, ACCEPTS_JSON, "a list with application/json in it", Rule.ACCEPT, forbidden);
        } else if (header.name().equalsIgnoreCase("Content-Type")) {
            contentType(header, operation, forbidden);
        } else if (!operation.transportHeaders().contains(header.name())) {
            forbidden.add(
                    header.pointer(),
                    Rule.UNDECLARED_HEADER,
                    operation.id() + " declares no " + header.name() + " (" + RequestCheck.place(operation) + ")");
        } else if (header.name().equalsIgnoreCase("Authorization")) {
            if (operation.secured()) {
                texts.allowed(header, BEARER, "Bearer and a token", Rule.TOKEN, forbidden);
            } else {
                texts.allowed(header, BASIC, "Basic and the credentials of a client", Rule.TOKEN, forbidden);
            }
        } else if (header.name().equalsIgnoreCase("Content-Encoding")) {
            texts.allowed(header, READ_ENCODING, "gzip or identity", Rule.ENCODING, forbidden);
        }
    }

    private void contentType(Text header, Operation operation, Report forbidden) {
        if (operation.requestContent().isEmpty()) {
            return; // A body is passed over there, whatever it is.
        }
        texts.allowed(
                header,
                Written.matching(contentTypes(operation)),
                String.join(" or ", operation.requestContent().keySet()) + " in UTF-8",
                Rule.MEDIA_TYPE,
                forbidden);
    }

    /** The content types that an operation reads, as a regex. */
    static String contentTypes(Operation operation) {
        return operation.requestContent().keySet().stream()
                .map(type -> type.replaceAll("[.+]", "[$0]"))
                .collect(Collectors.joining("|", "(", ")" + UTF_8));
    }

    private static void required(Operation operation, List<Text> headers, Report forbidden) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> names.add(header.name()));
        if (operation.secured() && !names.contains("Authorization")) {
            forbidden.add(
                    "/request/headers",
                    Rule.TOKEN,
                    operation.id() + " needs a bearer token (" + RequestCheck.place(operation) + ")");
        }
        if (operation.bodyRequired() && !names.contains("Content-Type")) {
            forbidden.add(
                    "/request/headers",
                    Rule.MEDIA_TYPE,
                    "the body needs a Content-Type: "
                            + String.join(" or ", operation.requestContent().keySet()));
        }
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("header") && parameter.required())
                .filter(parameter -> !names.contains(parameter.name()))
                .forEach(parameter -> forbidden.add(
                        "/request/headers",
                        Rule.MISSING_HEADER,
                        parameter.name() + " is required (" + RequestCheck.place(parameter.node()) + ")"));
    }

    static String mediaType(List<Text> headers) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                .map(header -> header.value().replaceFirst(" *;.*", ""))
                .findFirst()
                .orElse("none");
    }
}
