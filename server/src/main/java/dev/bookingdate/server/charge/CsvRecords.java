package dev.bookingdate.server.charge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV records one after the other from bytes and keeps no more than one.
 *
 * <p>Not FastCSV, because one bad row must cost one row: FastCSV ends with an exception at a character after a closing
 * quote, takes all the rest of a file silently into one field when a quote is never closed, and reads characters, so
 * that bad UTF-8 is already replaced when a row is seen. Here such a record gives up its first physical line with a
 * {@linkplain #defect() defect}, and reading goes on with the next line; a record's bytes are at hand as they came.
 */
final class CsvRecords {

    /** What one record may hold; beyond it a quote was probably left open. */
    static final int MAX_RECORD_BYTES = 1 << 20;

    private static final int END = RecordBytes.END;
    private static final int TOO_LONG = RecordBytes.TOO_LONG;

    private final RecordBytes bytes;
    private byte delimiter;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    /** Where fields begin, counted from the beginning of the record. */
    private int[] from = new int[128];

    private int[] to = new int[128];
    private boolean[] doubledQuotes = new boolean[128];
    private int fields;
    /** Fields seen, which stays when a defect takes the fields back. */
    private int found;

    /** Without the line break at its end, which {@link #next} includes. */
    private int length;

    private int next;
    private int lineBreaks;
    private boolean restOfLineToSkip;

    private long line = 1;
    private @Nullable String defect;

    CsvRecords(InputStream in, char delimiter) {
        this.bytes = new RecordBytes(in, MAX_RECORD_BYTES);
        this.delimiter = (byte) delimiter;
    }

    /** Moves to the next record that is not an empty line; false at the end. */
    boolean next() throws IOException {
        do {
            bytes.skip(next);
            next = 0;
            line += lineBreaks;
            lineBreaks = 0;
            if (restOfLineToSkip) {
                skipRestOfLine();
            }
            if (at(0) == END) {
                return false;
            }
            read();
        } while (length == 0);
        return true;
    }

    /** What stands between two fields from the next record on. */
    void delimiter(char character) {
        delimiter = (byte) character;
    }

    char delimiter() {
        return (char) delimiter;
    }

    /** The physical line on which the record starts, from 1. */
    long line() {
        return line;
    }

    /** Why the record is no CSV, or null; with a defect there are no fields. */
    @Nullable
    String defect() {
        return defect;
    }

    int fieldCount() {
        return fields;
    }

    /** The record as it stands in the file, from a field on; all of it when the field was not found. */
    ByteBuffer rawFrom(int field) {
        if (field >= found) {
            return bytes.view(0, length);
        }
        int offset = from[field];
        if (offset > 0 && bytes.read(offset - 1) == '"') {
            offset--;
        }
        return bytes.view(offset, length);
    }

    /** A field as it stands there, without the quotes around it. */
    byte[] raw(int field) {
        return bytes.copy(from[field], to[field]);
    }

    boolean isEmpty(int field) {
        return from[field] == to[field];
    }

    /** Whether there is nothing in the record but delimiters and blanks. */
    boolean isBlank() {
        int field = fields;
        while (field > 0 && isBlank(field - 1)) {
            field--;
        }
        return field == 0 && defect == null;
    }

    /** Whether there is nothing in a field but spaces, or no-break ones, which spreadsheets leave behind. */
    boolean isBlank(int field) {
        for (int i = from[field]; i < to[field]; i++) {
            byte b = bytes.read(i);
            boolean ascii = b >= 0 && b <= ' ';
            boolean noBreak = b == (byte) 0xc2 || b == (byte) 0xa0;
            if (!ascii && !noBreak) {
                return false;
            }
        }
        return true;
    }

    /**
     * The text of a field.
     *
     * @throws CharacterCodingException when it is not UTF-8
     */
    String text(int field) throws CharacterCodingException {
        boolean ascii = true;
        for (int i = from[field]; i < to[field]; i++) {
            ascii &= bytes.read(i) >= 0;
        }
        String text = ascii
                ? bytes.ascii(from[field], to[field])
                : utf8.decode(bytes.view(from[field], to[field])).toString();
        return doubledQuotes[field] ? text.replace("\"\"", "\"") : text;
    }

    private void read() throws IOException {
        fields = 0;
        found = 0;
        defect = null;
        int position = 0;
        while (true) {
            position = at(position) == '"' ? quotedField(position + 1) : plainField(position);
            if (position < 0) {
                giveUpFirstLine();
                return;
            }
            int ended = at(position);
            if (ended != delimiter) {
                length = position;
                next = position + lineBreakLength(position);
                lineBreaks += next > position ? 1 : 0;
                return;
            }
            position++;
        }
    }

    private int plainField(int begin) throws IOException {
        int position = begin;
        while (true) {
            position = bytes.find(position, delimiter, (byte) '\n', (byte) '\r');
            int b = at(position);
            if (b == TOO_LONG) {
                return tooLong();
            }
            if (b == END || endsField((byte) b)) {
                add(begin, position, false);
                return position;
            }
        }
    }

    private boolean endsField(byte b) {
        return b == delimiter || b == '\n' || b == '\r';
    }

    private int quotedField(int begin) throws IOException {
        int position = begin;
        boolean doubled = false;
        while (true) {
            int b = at(position);
            if (b == '"') {
                if (at(position + 1) != '"') {
                    break;
                }
                doubled = true;
                position++;
            } else if (b == '\n' || (b == '\r' && at(position + 1) != '\n')) {
                lineBreaks++;
            } else if (b == END) {
                defect = "a quote is opened and never closed";
                return -1;
            } else if (b == TOO_LONG) {
                return tooLong();
            }
            position++;
        }
        add(begin, position, doubled);
        position++;
        int after = at(position);
        if (after == TOO_LONG) {
            return tooLong();
        }
        if (after != delimiter && after != '\n' && after != '\r' && after != END) {
            defect = "a closing quote is not followed by a delimiter or the end of the line";
            return -1;
        }
        return position;
    }

    private int tooLong() {
        defect = "the record is longer than " + MAX_RECORD_BYTES + " bytes; is a quote left open?";
        return -1;
    }

    private void add(int begin, int end, boolean doubled) {
        if (fields == from.length) {
            from = Arrays.copyOf(from, 2 * fields);
            to = Arrays.copyOf(to, 2 * fields);
            doubledQuotes = Arrays.copyOf(doubledQuotes, 2 * fields);
        }
        from[fields] = begin;
        to[fields] = end;
        doubledQuotes[fields++] = doubled;
        found = fields;
    }

    /** Where a broken record ends can't be known: the line that it starts on is lost, the next one gets a chance. */
    private void giveUpFirstLine() throws IOException {
        fields = 0;
        int position = 0;
        int b = at(position);
        while (b != '\n' && b != '\r' && b >= 0) {
            b = at(++position);
        }
        length = position;
        restOfLineToSkip = b == TOO_LONG;
        next = position + (restOfLineToSkip ? 0 : lineBreakLength(position));
        lineBreaks = next > position ? 1 : 0;
    }

    private void skipRestOfLine() throws IOException {
        restOfLineToSkip = false;
        int b = at(0);
        while (b != '\n' && b != '\r' && b != END) {
            bytes.skip(1);
            b = at(0);
        }
        int skipped = lineBreakLength(0);
        bytes.skip(skipped);
        line += skipped > 0 ? 1 : 0;
    }

    private int lineBreakLength(int position) throws IOException {
        int b = at(position);
        if (b == '\r') {
            return at(position + 1) == '\n' ? 2 : 1;
        }
        return b == '\n' ? 1 : 0;
    }

    private int at(int offset) throws IOException {
        return bytes.at(offset);
    }
}
