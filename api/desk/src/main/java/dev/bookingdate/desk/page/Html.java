package dev.bookingdate.desk.page;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Writes a page. Whatever a document says is text: it never becomes markup of its own. */
final class Html {
    private static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    private static final Pattern HEADING = Pattern.compile("<(/?)h([1-6])>");

    private final StringBuilder text = new StringBuilder();

    void begin(String title) {
        text.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<link rel=\"icon\" href=\"data:,\">\n")
                .append("<link rel=\"stylesheet\" href=\"reference.css\">\n</head>\n<body>\n");
    }

    String end() {
        return text.append("</main>\n</body>\n</html>\n").toString();
    }

    Html raw(String html) {
        text.append(html);
        return this;
    }

    Html heading(int level, String words) {
        return raw("<h" + level + ">" + escaped(words) + "</h" + level + ">\n");
    }

    Html paragraph(String words) {
        return raw("<p>" + escaped(words) + "</p>\n");
    }

    Html link(String to, String words) {
        return raw("<a href=\"" + escaped(to) + "\">" + escaped(words) + "</a>");
    }

    /** @param top the level that the highest of the text's own headings gets */
    Html markdown(String markdown, int top) {
        String html = RENDERER.render(PARSER.parse(markdown));
        int highest = HEADING.matcher(html)
                .results()
                .mapToInt(heading -> Integer.parseInt(heading.group(2)))
                .min()
                .orElse(top);
        html = HEADING.matcher(html)
                .replaceAll(heading -> "<" + heading.group(1) + "h"
                        + Math.min(6, Integer.parseInt(heading.group(2)) - highest + top) + ">");
        return raw(html.replace("<table>", "<div class=\"wide\" tabindex=\"0\"><table>")
                .replace("</table>", "</table></div>"));
    }

    Html code(String code) {
        return raw("<pre tabindex=\"0\"><code>" + escaped(code) + "</code></pre>\n");
    }

    Html details(String summary, String code) {
        return raw("<details><summary>" + escaped(summary) + "</summary>\n")
                .code(code)
                .raw("</details>\n");
    }

    /** Nothing where there are no rows; the last cell of each is Markdown of a line or two, the others are code. */
    Html table(String heading, List<String> columns, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return this;
        }
        heading(3, heading);
        raw("<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
        columns.forEach(column -> raw("<th scope=\"col\">" + escaped(column) + "</th>"));
        raw("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            raw("<tr>");
            for (int i = 0; i < row.size(); i++) {
                raw("<td>" + (i == 0 ? "<code>" + escaped(row.get(i)) + "</code>" : inline(row.get(i))) + "</td>");
            }
            raw("</tr>\n");
        }
        return raw("</tbody></table></div>\n");
    }

    private static String inline(String markdown) {
        return RENDERER.render(PARSER.parse(markdown)).strip().replaceFirst("(?s)^<p>((?:(?!<p>).)*)</p>$", "$1");
    }

    static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
