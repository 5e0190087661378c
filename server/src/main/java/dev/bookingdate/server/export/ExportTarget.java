package dev.bookingdate.server.export;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Where an export goes, piece by piece. */
interface ExportTarget extends Closeable {

    /**
     * How far an export came.
     *
     * @param part the part that it was at, from 0
     * @param after every row of that part up to this key is written
     * @param rows how many rows are written
     * @param oldest the oldest transaction that might not have been over when these rows were read
     */
    record Reached(int part, long after, long rows, long oldest) {}

    /**
     * What is left of an export that did not end.
     *
     * @param what says all that makes its rows; one of anything else is not gone on with
     */
    Optional<Reached> reached(String what) throws IOException;

    /** Goes on behind what {@link #reached} has told. */
    void goOn() throws IOException;

    /** Forgets what is there. */
    void begin() throws IOException;

    /** Takes the next piece; to be closed before anything else is asked. */
    OutputStream piece() throws IOException;

    /** Keeps how far the export came, behind a piece. */
    void keep(String what, Reached reached) throws IOException;

    /** Ends the export: it is whole. */
    void complete() throws IOException;

    /** A stream that can't be gone on with. */
    static ExportTarget to(OutputStream out) {
        return new ExportTarget() {
            @Override
            public Optional<Reached> reached(String what) {
                return Optional.empty();
            }

            @Override
            public void goOn() {
                throw new IllegalStateException("nothing was left");
            }

            @Override
            public void begin() {}

            @Override
            public OutputStream piece() {
                return new FilterOutputStream(out) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        out.write(bytes, offset, length);
                    }

                    @Override
                    public void close() throws IOException {
                        out.flush();
                    }
                };
            }

            @Override
            public void keep(String what, Reached reached) {}

            @Override
            public void complete() throws IOException {
                out.flush();
            }

            @Override
            public void close() {}
        };
    }
}
