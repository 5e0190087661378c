package dev.bookingdate.desk.source;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node of a document: an object, a list or a scalar, with its place and its JSON pointer. Two nodes are equal only when
 * they are the same node.
 */
public final class SpecNode {
    private final SpecFiles files;
    private final Place place;
    private final String pointer;
    private final @Nullable JsonNode scalar;
    private final Map<String, SpecNode> members = new LinkedHashMap<>();
    private final List<SpecNode> items = new ArrayList<>();
    private final boolean object;

    private SpecNode(SpecFiles files, Place place, String pointer, @Nullable JsonNode scalar, boolean object) {
        this.files = files;
        this.place = place;
        this.pointer = pointer;
        this.scalar = scalar;
        this.object = object;
    }

    static SpecNode object(SpecFiles files, Place place, String pointer) {
        return new SpecNode(files, place, pointer, null, true);
    }

    static SpecNode list(SpecFiles files, Place place, String pointer) {
        return new SpecNode(files, place, pointer, null, false);
    }

    static SpecNode scalar(SpecFiles files, Place place, String pointer, JsonNode value) {
        return new SpecNode(files, place, pointer, value, false);
    }

    /** Returns an empty object that stands where a node stands. */
    static SpecNode object(SpecNode like) {
        return object(like.files, like.place, like.pointer);
    }

    /** Returns an empty list that stands where a node stands. */
    static SpecNode list(SpecNode like) {
        return list(like.files, like.place, like.pointer);
    }

    void put(String name, SpecNode member) {
        members.put(name, member);
    }

    void add(SpecNode item) {
        items.add(item);
    }

    /** Returns an empty object that stands for a place. */
    public static SpecNode at(Place place) {
        return object(SpecFiles.ofBundle(), place, "");
    }

    /** Returns the files that the document was read from. */
    public List<Path> sources() {
        return files.sources();
    }

    /** Returns the node of a JSON pointer below this one, or the last on the way there. */
    public SpecNode nearest(String pointer) {
        SpecNode at = this;
        for (String part :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            SpecNode next = at.isObject() ? at.members.get(unescaped(part)) : at.isList() ? at.item(part) : null;
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private @Nullable SpecNode item(String index) {
        boolean there = index.matches("[0-9]{1,6}") && Integer.parseInt(index) < items.size();
        return there ? items.get(Integer.parseInt(index)) : null;
    }

    /** Returns the place of the key that names the node, or of the item of a list. */
    public Place place() {
        return place;
    }

    /** Returns the JSON pointer within the node's file. */
    public String pointer() {
        return pointer;
    }

    boolean isOfOneFile() {
        return files.isOne();
    }

    public boolean isObject() {
        return object;
    }

    public boolean isList() {
        return !object && scalar == null;
    }

    /** Returns the node that this one refers to by {@code $ref}, or this one. */
    public SpecNode resolved() {
        return files.resolve(this);
    }

    /** Returns what {@code $ref} says, if this node is a reference. */
    public Optional<String> reference() {
        SpecNode reference = members.get("$ref");
        if (reference == null || (reference.object && name().equals("properties"))) {
            return Optional.empty();
        }
        if (reference.scalar == null || !reference.scalar.isString()) {
            throw reference.wrong("a text");
        }
        return Optional.of(reference.scalar.asString());
    }

    /** Returns a member with its {@code $ref} followed. */
    public Optional<SpecNode> get(String name) {
        return raw(name).map(SpecNode::resolved);
    }

    /** Returns a member as it stands, a reference as a reference. */
    public Optional<SpecNode> raw(String name) {
        return Optional.ofNullable(members.get(name));
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** Returns the members in the order of the document; refuses what is no object. */
    public Map<String, SpecNode> members() {
        if (!object) {
            throw wrong("an object");
        }
        return Collections.unmodifiableMap(members);
    }

    /** Returns the members of a member, none where it is missing. */
    public Map<String, SpecNode> members(String name) {
        return get(name).map(SpecNode::members).orElse(Map.of());
    }

    /** Returns the items of a list; refuses what is no list. */
    public List<SpecNode> items() {
        if (!isList()) {
            throw wrong("a list");
        }
        return Collections.unmodifiableList(items);
    }

    /** Returns the items of a member, none where it is missing. */
    public List<SpecNode> items(String name) {
        return get(name).map(SpecNode::items).orElse(List.of());
    }

    public String text() {
        if (scalar == null || scalar.isNull()) {
            throw wrong("a text");
        }
        return scalar.asString();
    }

    public Optional<String> text(String name) {
        return get(name).map(SpecNode::text);
    }

    public boolean isTrue() {
        if (scalar == null || !scalar.isBoolean()) {
            throw wrong("true or false");
        }
        return scalar.asBoolean();
    }

    /** Returns a member that is true or false, and false where it is missing. */
    public boolean isTrue(String name) {
        return get(name).map(SpecNode::isTrue).orElse(false);
    }

    public BigDecimal number() {
        if (scalar == null || !scalar.isNumber()) {
            throw wrong("a number");
        }
        return scalar.decimalValue();
    }

    /** Returns a count: a whole number from 0; what is above an int is as good as its largest. */
    public int count() {
        BigDecimal number = number();
        if (number.signum() < 0 || number.stripTrailingZeros().scale() > 0) {
            throw wrong("a whole number, at least 0");
        }
        return number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    }

    /** Returns the node as JSON, references as they stand. */
    public JsonNode json() {
        if (scalar != null) {
            return scalar;
        }
        if (object) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            members.forEach((name, member) -> json.set(name, member.json()));
            return json;
        }
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> json.add(item.json()));
        return json;
    }

    /** Returns an object that stands in the place of this node: what the node means where it is written in a shorter form. */
    public SpecNode instead(Map<String, SpecNode> members) {
        SpecNode meant = object(files, place, pointer);
        members.forEach(meant::put);
        return meant;
    }

    /** Returns a list that stands in the place of this node. */
    public SpecNode instead(List<SpecNode> items) {
        SpecNode meant = list(files, place, pointer);
        items.forEach(meant::add);
        return meant;
    }

    /** Returns a scalar that stands in the place of this node. */
    public SpecNode instead(JsonNode value) {
        return scalar(files, place, pointer, value);
    }

    /** Returns the last part of the pointer, unescaped: a component's name, a status, a member. */
    public String name() {
        return unescaped(pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    /** Returns a name as a part of a JSON pointer, with the slash before it. */
    static String escaped(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String unescaped(String part) {
        return part.replace("~1", "/").replace("~0", "~");
    }

    public UnusableException wrong(String wanted) {
        return new UnusableException(place, (pointer.isEmpty() ? "the document" : name()) + " must be " + wanted);
    }

    @Override
    public String toString() {
        return place + " " + pointer;
    }
}
