package dev.bookingdate.server.charge;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what a cell says: without the white space around it, and nothing where a word stands for nothing. */
final class CellText {

    /**
     * What databases, spreadsheets and programs write for a value that is not there, in lower case. Not {@code NA}: it may
     * be an org in North America.
     */
    static final Set<String> NULL_WORDS = Set.of(
            "null", "(null)", "<null>", "[null]", "\\n", "nil", "none", "nan", "n/a", "#n/a", "-", "--", "undefined");

    private final Set<String> nullWords;
    private final int longestNullWord;

    /**
     * Makes a reader of cells.
     *
     * @param nullWords words that stand for nothing, whatever their case
     */
    CellText(Set<String> nullWords) {
        this.nullWords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        this.nullWords.addAll(nullWords);
        this.longestNullWord = nullWords.stream().mapToInt(String::length).max().orElse(0);
    }

    /** The value of a cell; null when it is blank. */
    @Nullable
    String value(String cell) {
        String trimmed = trim(cell);
        boolean nothing = trimmed.isEmpty() || (trimmed.length() <= longestNullWord && nullWords.contains(trimmed));
        return nothing ? null : trimmed;
    }

    /** The first character that nobody can see, or null. */
    static @Nullable String firstInvisible(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (isInvisible(value.codePointAt(i))) {
                return String.format(Locale.ROOT, "U+%04X", value.codePointAt(i));
            }
        }
        return null;
    }

    private static String trim(String cell) {
        int start = 0;
        int end = cell.length();
        while (start < end && isInvisible(cell.codePointAt(start))) {
            start += Character.charCount(cell.codePointAt(start));
        }
        while (start < end && isInvisible(cell.codePointBefore(end))) {
            end -= Character.charCount(cell.codePointBefore(end));
        }
        return cell.substring(start, end);
    }

    /** White space of any kind, no-break and zero-width spaces, byte order marks, control characters. */
    private static boolean isInvisible(int character) {
        if (character > ' ' && character < 0x7f) {
            return false;
        }
        int type = Character.getType(character);
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || type == Character.FORMAT
                || type == Character.CONTROL;
    }
}
