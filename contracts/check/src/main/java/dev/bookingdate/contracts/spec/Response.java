package dev.bookingdate.contracts.spec;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Map;

/**
 * An answer that an operation may give.
 *
 * @param status three digits, or {@code 4XX}
 * @param headers by name, whatever its case
 * @param content the schemas, by media type
 * @param examples the names of its examples
 */
public record Response(
        SpecNode node,
        String status,
        Map<String, Header> headers,
        Map<String, SpecNode> content,
        List<String> examples) {}
