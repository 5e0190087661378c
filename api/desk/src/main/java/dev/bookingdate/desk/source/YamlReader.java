package dev.bookingdate.desk.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads one file of YAML 1.2, of which JSON is a part. */
final class YamlReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_NODES = 2_000_000;
    private static final int DEEPEST = 400;

    private final SpecFiles files;
    private final String file;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    YamlReader(SpecFiles files, String file) {
        this.files = files;
        this.file = file;
    }

    SpecNode read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setCodePointLimit(50_000_000)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException slip) {
            throw new UnusableException(
                    slip.getProblemMark().map(this::place).orElse(new Place(file, 1, 1)),
                    "not valid YAML: " + slip.getProblem());
        } catch (YamlEngineException slip) {
            throw new UnusableException(
                    new Place(file, 1, 1),
                    "not valid YAML: "
                            + String.valueOf(slip.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
        if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
            throw new UnusableException(new Place(file, 1, 1), "the document must be an object");
        }
        return node(root.get(), place(root.get()), "");
    }

    private SpecNode node(Node node, Place place, String pointer) {
        if (++nodes > MOST_NODES || !open.add(node) || open.size() > DEEPEST) {
            throw new UnusableException(place, "too many or too deep nodes; does an alias lead back to itself?");
        }
        SpecNode read;
        if (node instanceof MappingNode mapping) {
            read = SpecNode.object(files, place, pointer);
            for (NodeTuple member : mapping.getValue()) {
                member(read, member);
            }
        } else if (node instanceof SequenceNode sequence) {
            read = SpecNode.list(files, place, pointer);
            int index = 0;
            for (Node item : sequence.getValue()) {
                read.add(node(item, place(item), pointer + "/" + index++));
            }
        } else {
            read = SpecNode.scalar(files, place, pointer, scalar((ScalarNode) node));
        }
        open.remove(node);
        return read;
    }

    private void member(SpecNode object, NodeTuple member) {
        Place place = place(member.getKeyNode());
        if (!(member.getKeyNode() instanceof ScalarNode key)) {
            throw new UnusableException(place, "a key must be a text");
        }
        String name = key.getValue();
        Optional<SpecNode> earlier = object.raw(name);
        if (earlier.isPresent()) {
            throw new UnusableException(
                    place,
                    "duplicate key " + name + ", first in line "
                            + earlier.get().place().line());
        }
        object.put(name, node(member.getValueNode(), place, object.pointer() + SpecNode.escaped(name)));
    }

    private JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return JSON.numberNode(integer(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return JSON.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException noNumber) {
            throw new UnusableException(place(scalar), text + " is not a number of JSON");
        }
        return JSON.stringNode(text);
    }

    private static BigInteger integer(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        return digits.startsWith("0o") ? new BigInteger(digits.substring(2), 8) : new BigInteger(digits);
    }

    private Place place(Node node) {
        return node.getStartMark().map(this::place).orElse(new Place(file, 1, 1));
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
