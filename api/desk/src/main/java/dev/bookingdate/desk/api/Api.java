package dev.bookingdate.desk.api;

import dev.bookingdate.desk.source.Bundle;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a document promises. */
public record Api(SpecNode root, Map<String, Operation> operations) {
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private static final Set<String> ROOT =
            Set.of("openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs");
    private static final Set<String> PATH_ITEM = Set.of("summary", "description", "servers", "parameters");

    /** Reads a document and all files that it refers to. */
    public static Api read(Path file) {
        return of(Bundle.read(file));
    }

    /** Reads a document of one file from its text; {@code shownAs} is how messages name it. */
    public static Api read(String shownAs, String text) {
        return of(SpecFiles.of(shownAs, text));
    }

    /** Returns what a document promises that was read already. */
    public static Api of(SpecNode root) {
        Map<String, Operation> operations = new LinkedHashMap<>();
        SpecNode paths = root.get("paths").orElseThrow(() -> root.wrong("an OpenAPI document with paths"));
        paths.members().forEach((template, raw) -> {
            if (!template.startsWith("x-")) {
                SpecNode item = raw.resolved();
                for (String method : METHODS) {
                    item.get(method).ifPresent(node -> {
                        Operation operation = new Operation(root, template, item, method, node);
                        Operation twin = operations.put(operation.key(), operation);
                        if (twin != null) {
                            throw node.wrong("one operation; " + twin.path() + " is the same path");
                        }
                    });
                }
            }
        });
        return new Api(root, operations);
    }

    /** Returns whether a member of a path item is known there. */
    public static boolean isOfPathItem(String name) {
        return PATH_ITEM.contains(name) || METHODS.contains(name) || name.equals("$ref") || name.startsWith("x-");
    }

    public static boolean isOfRoot(String name) {
        return ROOT.contains(name) || name.startsWith("x-");
    }
}
