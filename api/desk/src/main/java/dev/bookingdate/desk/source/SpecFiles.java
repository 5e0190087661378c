package dev.bookingdate.desk.source;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** The files of one document: the first one, and those that {@code $ref} names. Nothing is fetched from a network. */
public final class SpecFiles {
    /** Members whose values are data: a {@code $ref} in them is none. */
    private static final Set<String> DATA = Set.of("example", "value", "default", "enum");

    private final Map<Path, SpecNode> roots = new LinkedHashMap<>();
    private final Map<String, Path> paths = new HashMap<>();
    private final Map<SpecNode, SpecNode> resolved = new ConcurrentHashMap<>();

    private @Nullable SpecNode bundle;

    private SpecFiles() {}

    /** For the nodes of a bundle, which refer to each other only. */
    static SpecFiles ofBundle() {
        return new SpecFiles();
    }

    void bundled(SpecNode root) {
        bundle = root;
        check(root);
    }

    boolean isOne() {
        return roots.size() == 1;
    }

    /** Reads an OpenAPI 3.0 document, YAML or JSON, and all files that it refers to. */
    public static SpecNode read(Path file) {
        SpecFiles files = new SpecFiles();
        SpecNode root = files.open(file, file.toString());
        files.check(root);
        version(root);
        return root;
    }

    /** Reads YAML of any kind from its text. */
    public static SpecNode data(String shownAs, String text) {
        return new YamlReader(new SpecFiles(), shownAs).read(text);
    }

    /** Reads a file of YAML of any kind. */
    public static SpecNode data(Path file, String shownAs) {
        return data(shownAs, content(file, shownAs));
    }

    /** Reads a document of one file from its text; {@code shownAs} is how messages name it. */
    public static SpecNode of(String shownAs, String text) {
        SpecFiles files = new SpecFiles();
        Path path = Path.of(shownAs).toAbsolutePath().normalize();
        SpecNode root = new YamlReader(files, shownAs).read(text);
        files.roots.put(path, root);
        files.paths.put(shownAs, path);
        files.check(root);
        version(root);
        return root;
    }

    private static void version(SpecNode root) {
        String version = root.text("openapi")
                .orElseThrow(() -> new UnusableException(root.place(), "no OpenAPI document: openapi is missing"));
        if (!version.matches("3\\.0\\.[0-9]+")) {
            throw new UnusableException(
                    root.get("openapi").orElse(root).place(), "OpenAPI " + version + " is not supported, only 3.0");
        }
    }

    private SpecNode open(Path file, String shownAs) {
        Path path = file.toAbsolutePath().normalize();
        SpecNode known = roots.get(path);
        if (known != null) {
            return known;
        }
        String content = content(file, shownAs);
        // Prose may stand in a file of its own: `description: {$ref: guide.md}`.
        SpecNode root = shownAs.endsWith(".md")
                ? SpecNode.scalar(this, new Place(shownAs, 1, 1), "", JsonNodeFactory.instance.stringNode(content))
                : new YamlReader(this, shownAs).read(content);
        roots.put(path, root);
        paths.put(shownAs, path);
        return root;
    }

    private static String content(Path file, String shownAs) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new UnusableException(shownAs + ": there is no such file");
        } catch (CharacterCodingException garbled) {
            throw new UnusableException(shownAs + ": not UTF-8");
        } catch (IOException unreadable) {
            throw new UnusableException(shownAs + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }

    /** Follows every reference once, so that a dangling one is reported before anything is compared. */
    private void check(SpecNode node) {
        if (node.reference().isPresent()) {
            SpecNode target = resolve(node);
            if (!node.place().file().equals(target.place().file())) {
                checkFile(target);
            }
        } else if (node.isObject()) {
            node.members().forEach((name, member) -> {
                if (!DATA.contains(name) || (!member.isList() && isNamedByUser(node))) {
                    check(member);
                }
            });
        } else if (node.isList()) {
            node.items().forEach(this::check);
        }
    }

    private final Set<SpecNode> checkedFiles = new LinkedHashSet<>();

    private void checkFile(SpecNode target) {
        SpecNode root = rootOf(target);
        if (checkedFiles.add(root)) {
            check(root);
        }
    }

    /** Below these, names are the author's: a property may be called {@code example}. */
    private static boolean isNamedByUser(SpecNode node) {
        return node.name().equals("properties") || node.name().equals("schemas");
    }

    SpecNode resolve(SpecNode node) {
        SpecNode known = resolved.get(node);
        if (known != null) {
            return known;
        }
        Set<SpecNode> way = new LinkedHashSet<>();
        SpecNode target = node;
        while (target.reference().isPresent()) {
            if (!way.add(target)) {
                throw new UnusableException(
                        node.place(),
                        "$ref leads back to itself: " + node.reference().get());
            }
            target = target(target, target.reference().get());
        }
        resolved.put(node, target);
        return target;
    }

    private SpecNode target(SpecNode from, String reference) {
        int hash = reference.indexOf('#');
        String file = hash < 0 ? reference : reference.substring(0, hash);
        String pointer = hash < 0 ? "" : decoded(from, reference.substring(hash + 1));
        SpecNode target = file.isEmpty() ? rootOf(from) : other(from, file);
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            throw dangling(from, reference);
        }
        for (String part :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            target = step(target, SpecNode.unescaped(part)).orElseThrow(() -> dangling(from, reference));
        }
        return target;
    }

    private SpecNode rootOf(SpecNode node) {
        return bundle != null ? bundle : Objects.requireNonNull(roots.get(pathOf(node)));
    }

    private Path pathOf(SpecNode node) {
        return Objects.requireNonNull(paths.get(node.place().file()));
    }

    private static Optional<SpecNode> step(SpecNode node, String name) {
        SpecNode at = node.reference().isPresent() ? node.resolved() : node;
        if (at.isObject()) {
            return at.raw(name);
        }
        boolean index = at.isList()
                && name.matches("[0-9]{1,6}")
                && Integer.parseInt(name) < at.items().size();
        return index ? Optional.of(at.items().get(Integer.parseInt(name))) : Optional.empty();
    }

    private SpecNode other(SpecNode from, String reference) {
        if (reference.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            throw new UnusableException(from.place(), "$ref " + reference + " is not a file; nothing is fetched");
        }
        String name = decoded(from, reference);
        Path shown = Path.of(from.place().file()).resolveSibling(name).normalize();
        Path file = pathOf(from).resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            throw new UnusableException(from.place(), "$ref to a file that is not there: " + reference);
        }
        return open(file, shown.toString());
    }

    private static String decoded(SpecNode from, String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw dangling(from, part);
        }
    }

    private static UnusableException dangling(SpecNode from, String reference) {
        return new UnusableException(from.place(), "$ref to nothing: " + reference);
    }
}
