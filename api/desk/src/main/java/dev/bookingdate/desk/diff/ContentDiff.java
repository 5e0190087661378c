package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the media types of a body, and the schema of each. */
final class ContentDiff {
    private static final Set<String> MEDIA_TYPE = Set.of("schema", "example", "examples");

    private final Findings findings;
    private final SchemaDiff schemas;
    private final KeywordDiff keywords;
    private final Direction direction;

    ContentDiff(Comparison with) {
        this.findings = with.findings();
        this.schemas = with.schemas();
        this.keywords = with.keywords();
        this.direction = with.direction();
    }

    void compare(SpecNode before, SpecNode after, String label) {
        Map<String, SpecNode> old = types(before);
        Map<String, SpecNode> current = types(after);
        SpecNode oldContent = before.nearest("/content");
        SpecNode newContent = after.nearest("/content");
        old.forEach((type, media) -> {
            SpecNode now = covering(current, type);
            if (now == null) {
                String words = label + ": media type " + type + " is gone";
                findings.add(direction, Change.MEDIA_TYPE_REMOVED, media, newContent, words);
            } else {
                keywords.compare(media, now, MEDIA_TYPE::contains, label);
                keywords.texts(media, now, List.of("example", "examples"), label);
                schemas.whole(Pair.of(media.get("schema"), now.get("schema"), label, media, now));
            }
        });
        current.forEach((type, media) -> {
            if (covering(old, type) == null) {
                String words = label + ": media type " + type + " is new";
                findings.add(direction, Change.MEDIA_TYPE_ADDED, oldContent, media, words);
            }
        });
    }

    /** A type that is not named may be one of a range that is: text/*, or all. */
    private static @Nullable SpecNode covering(Map<String, SpecNode> types, String type) {
        String range = type.replaceAll("/.*", "/*");
        return types.getOrDefault(type, types.getOrDefault(range, types.get("*/*")));
    }

    /** Media types have no case, and a charset is no other type. */
    private static Map<String, SpecNode> types(SpecNode body) {
        Map<String, SpecNode> types = new LinkedHashMap<>();
        body.members("content")
                .forEach((type, media) -> types.put(
                        type.toLowerCase(Locale.ROOT)
                                .replaceAll("\\s*;\\s*charset\\s*=.*", "")
                                .trim(),
                        media.resolved()));
        return types;
    }
}
