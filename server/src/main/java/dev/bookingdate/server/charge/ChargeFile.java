package dev.bookingdate.server.charge;

import dev.bookingdate.server.command.CommandRefusedException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file on its way through an import: its header, and its rows one after the other. */
final class ChargeFile implements Closeable {

    private final ImportFile file;
    private final CsvRecords records;
    private final ChargeHeader header;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private int rows;
    private long blankRows;

    private ChargeFile(ImportFile file, char delimiter) throws IOException {
        this.file = file;
        this.records = new CsvRecords(file.content(), delimiter);
        this.header = ChargeHeader.read(records);
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws CommandRefusedException when header and options together do not say what is needed
     */
    static ChargeFile open(Path path, ImportOptions options) throws IOException {
        ImportFile file = ImportFile.open(path);
        try {
            ChargeFile charges = new ChargeFile(file, options.delimiter());
            charges.header.requirePlaces(options);
            return charges;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Moves to the next row that has more than delimiters and blanks; false at the end. */
    boolean next(RowProgress progress) throws IOException {
        while (records.next()) {
            if (!records.isBlank()) {
                progress.rows(++rows, file.bytesRead(), file.size());
                return true;
            }
            blankRows++;
        }
        return false;
    }

    /** The current row, counted from 0. */
    int rowNumber() {
        return rows - 1;
    }

    /** How many rows there were up to now. */
    int rows() {
        return rows;
    }

    /** How many had nothing but delimiters and blanks. */
    long blankRows() {
        return blankRows;
    }

    CsvRecords records() {
        return records;
    }

    ChargeHeader header() {
        return header;
    }

    /** What of the current row is loaded, as it stands there. */
    byte[] content() {
        content.reset();
        for (int field : header.positions().values()) {
            if (field < records.fieldCount()) {
                content.writeBytes(records.raw(field));
            }
            content.write(0);
        }
        return content.toByteArray();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
