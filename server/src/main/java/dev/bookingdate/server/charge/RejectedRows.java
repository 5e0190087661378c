package dev.bookingdate.server.charge;

import dev.bookingdate.server.command.CommandRefusedException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of the rejected rows: each byte for byte as it came, line and reason in front, so that the file can be
 * repaired and imported. In front and not behind, because of a row with a field too few or an open quote.
 */
final class RejectedRows implements Closeable {

    /** Names that no {@link ChargeColumn} has: an import of this file passes over them. */
    static final List<String> COLUMNS = List.of("rejected_line", "rejected_reason");

    private static final int SHOWN = 10;

    /** Reasons that name something of the row each are not told apart without end. */
    private static final int MOST_KINDS = 1000;

    private final Path file;
    private final RowProgress progress;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private char delimiter;
    private byte[] header = {};
    private int ownFields;
    private @Nullable OutputStream out;
    private long count;

    RejectedRows(Path file, RowProgress progress) {
        this.file = file;
        this.progress = progress;
    }

    /** Takes over the header, which is the current record. */
    void header(CsvRecords records, ChargeHeader chargeHeader) {
        this.delimiter = records.delimiter();
        this.ownFields = chargeHeader.ownFields();
        this.header = bytes(records.rawFrom(ownFields));
    }

    long count() {
        return count;
    }

    /** The reason that most rows are rejected for; empty when it is not worth a sentence. */
    Optional<Kind> mostly(long read) {
        Optional<Kind> most = kinds.values().stream().max(Comparator.comparingLong(kind -> kind.count));
        boolean many = count > SHOWN && (count * 100 > read || most.orElseThrow().count * 2 > count);
        return many ? most : Optional.empty();
    }

    /** Rejects the current record. */
    void add(CsvRecords records, RowRejectedException rejection) {
        count++;
        String reason = rejection.reason();
        Kind kind = kinds.get(rejection.kind());
        if (kind == null && kinds.size() < MOST_KINDS) {
            kind = new Kind(records.line(), reason, rejection.help().orElse(null));
            kinds.put(rejection.kind(), kind);
        }
        if (kind != null) {
            kind.count++;
        }
        if (count <= SHOWN) {
            String help = kind != null && kind.count == 1 && kind.help != null ? ". " + kind.help : "";
            progress.message("line " + records.line() + ": " + reason + help);
        } else if (count == SHOWN + 1) {
            progress.message("… more rejected rows are in " + file + " only");
        }
        OutputStream open = out;
        try {
            if (open == null) {
                open = new BufferedOutputStream(Files.newOutputStream(file));
                out = open;
                write(open, String.join(String.valueOf(delimiter), COLUMNS), header);
            }
            write(open, records.line() + String.valueOf(delimiter) + quoted(reason), bytes(records.rawFrom(ownFields)));
        } catch (IOException e) {
            throw new CommandRefusedException("Rejected rows can't be written to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Ends an import that went through: without rejected rows, the file of an earlier one goes. */
    void complete() throws IOException {
        if (out == null) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    private void write(OutputStream open, String front, byte[] row) throws IOException {
        open.write(front.getBytes(StandardCharsets.UTF_8));
        open.write(delimiter);
        open.write(row);
        open.write('\n');
    }

    /** Rows that are rejected for the same reason. */
    static final class Kind {

        private final long line;
        private final String reason;
        private final @Nullable String help;
        private long count;

        Kind(long line, String reason, @Nullable String help) {
            this.line = line;
            this.reason = reason;
            this.help = help;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%,d of them as line %d: %s.%s", count, line, reason, help == null ? "" : " " + help);
        }
    }

    private static String quoted(String reason) {
        return '"' + reason.replace("\"", "\"\"") + '"';
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
