package dev.bookingdate.desk.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;

/** Writes JSON as YAML that readers of YAML 1.1 and 1.2 understand alike. */
public final class YamlText {
    private static final int WIDTH = 140;
    private static final int LONG = 100;
    /** Without quotes only what no version of YAML takes for anything but a text. */
    private static final Pattern PLAIN =
            Pattern.compile("[$/A-Za-z]([A-Za-z0-9 ._/$%(){}=+-]*[A-Za-z0-9._/$%(){}=+-])?");

    private static final Pattern PLAIN_IN_BLOCKS = Pattern.compile("[$/A-Za-z](?!.*(: | #|[ :]$)).*");

    private static final Pattern WORD_OF_YAML = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

    private YamlText() {}

    /** Returns the text of a document. */
    public static String of(JsonNode json) {
        DumpSettings settings = DumpSettings.builder()
                .setIndent(2)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(WIDTH)
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .build();
        return new Present(settings)
                .emitToString(
                        new Serialize(settings).serializeOne(node(json, true)).iterator());
    }

    private static Node node(JsonNode json, boolean block) {
        if (json.isObject()) {
            List<NodeTuple> members = new ArrayList<>();
            json.properties()
                    .forEach(member ->
                            members.add(new NodeTuple(text(member.getKey(), false), node(member.getValue(), block))));
            return new MappingNode(Tag.MAP, members, members.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (json.isArray()) {
            boolean flow = json.valueStream().noneMatch(JsonNode::isContainer)
                    && json.toString().length() <= LONG;
            List<Node> items = new ArrayList<>();
            json.forEach(item -> items.add(node(item, !flow)));
            return new SequenceNode(Tag.SEQ, items, flow ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (json.isString()) {
            return text(json.asString(), block);
        }
        Tag tag =
                json.isNull() ? Tag.NULL : json.isBoolean() ? Tag.BOOL : json.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
        String value = json.isNumber() ? json.decimalValue().toString() : json.asString("null");
        return new ScalarNode(tag, value, ScalarStyle.PLAIN);
    }

    private static Node text(String text, boolean block) {
        return new ScalarNode(Tag.STR, text, style(text, block));
    }

    private static ScalarStyle style(String text, boolean block) {
        if (block && text.contains("\n")) {
            return ScalarStyle.LITERAL;
        }
        if (block && text.length() > LONG && !text.contains("  ")) {
            return ScalarStyle.FOLDED;
        }
        boolean plain = (block ? PLAIN_IN_BLOCKS : PLAIN).matcher(text).matches()
                && !WORD_OF_YAML.matcher(text).matches();
        return plain ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED;
    }
}
