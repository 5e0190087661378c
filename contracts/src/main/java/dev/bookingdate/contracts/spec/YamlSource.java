package dev.bookingdate.contracts.spec;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A YAML file as JSON, which remembers where in the file each value stands. */
public final class YamlSource {
    private static final JsonMapper JSON = new JsonMapper();

    private final String file;
    private final JsonNode json;
    private final Node root;

    private YamlSource(String file, JsonNode json, Node root) {
        this.file = file;
        this.json = json;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @param shownAs how messages name it, relative to the repository
     */
    public static YamlSource read(Path file, String shownAs) {
        try {
            return of(shownAs, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a text; {@code shownAs} is how messages name it. */
    public static YamlSource of(String shownAs, String text) {
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
        if (!(root instanceof MappingNode)) {
            throw new IllegalArgumentException(shownAs + ":1: not a YAML mapping");
        }
        return new YamlSource(shownAs, JSON.valueToTree(new Values().of(root)), root);
    }

    /** The values of a document that was read already: reading it a second time would take as long again. */
    private static final class Values extends SafeConstructor {
        Values() {
            super(new LoaderOptions());
        }

        Object of(Node root) {
            return constructDocument(root);
        }
    }

    /** Returns the name by which messages call the file. */
    public String file() {
        return file;
    }

    /** Returns what the file says. */
    public JsonNode json() {
        return json;
    }

    /** Returns the line, counted from 1, of the value at a JSON pointer, or of what is nearest above it. */
    public int line(String pointer) {
        int line = 1;
        Node node = root;
        for (String name : names(pointer)) {
            Optional<Step> step = step(node, name);
            if (step.isEmpty()) {
                return line;
            }
            line = step.get().line();
            node = step.get().value();
        }
        return line;
    }

    /** Returns {@code <file>:<line>} of the value at a JSON pointer. */
    public String place(String pointer) {
        return file + ":" + line(pointer);
    }

    /** Returns a member's name as a part of a JSON pointer, with the slash before it. */
    public static String escaped(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static List<String> names(String pointer) {
        return Arrays.stream(pointer.split("/", -1))
                .skip(1)
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private record Step(int line, Node value) {}

    private static Optional<Step> step(Node node, String name) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple member : mapping.getValue()) {
                if (member.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name)) {
                    return Optional.of(new Step(lineOf(key), member.getValueNode()));
                }
            }
        } else if (node instanceof SequenceNode list
                && name.matches("[0-9]{1,9}")
                && Integer.parseInt(name) < list.getValue().size()) {
            Node item = list.getValue().get(Integer.parseInt(name));
            return Optional.of(new Step(lineOf(item), item));
        }
        return Optional.empty();
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
