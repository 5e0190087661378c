package dev.bookingdate.server.charge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Writes rows to PostgreSQL with COPY … FROM STDIN (FORMAT binary), which spares the server all parsing. */
final class BinaryCopy implements AutoCloseable {

    /** The order in which {@link #charge} writes. */
    static final String CHARGE_COLUMNS = "tenant_id, entity_id, org_id, charge_id, original_id, created_on, segment,"
            + " version, booking_date, charge_number, account_id";

    static final int CHARGE_COLUMN_COUNT = 11;

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final int BUFFER_BYTES = 1 << 16;

    private final CopyIn copy;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    BinaryCopy(Connection connection, String tableAndColumns) throws SQLException {
        this.copy = new CopyManager(connection.unwrap(BaseConnection.class))
                .copyIn("copy " + tableAndColumns + " from stdin (format binary)");
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    BinaryCopy row(int columns) throws SQLException {
        reserve(Short.BYTES).putShort((short) columns);
        return this;
    }

    BinaryCopy int4(int value) throws SQLException {
        reserve(Integer.BYTES + Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    BinaryCopy int8(long value) throws SQLException {
        reserve(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    /** Writes the columns of {@link #CHARGE_COLUMNS}. */
    void charge(ChargeRow row) throws SQLException {
        int8(row.tenant());
        uuid(row.entity());
        text(row.org());
        text(row.id());
        text(row.originalId());
        timestamp(row.createdOn());
        int4(row.segment());
        int4(row.version());
        date(row.bookingDate());
        text(row.chargeNumber());
        text(row.accountId());
    }

    /** Ends the COPY; without it, closing takes everything back. */
    void end() throws SQLException {
        reserve(Short.BYTES).putShort((short) -1);
        flush();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void uuid(UUID value) throws SQLException {
        reserve(Integer.BYTES + 2 * Long.BYTES)
                .putInt(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
    }

    private void timestamp(Instant value) throws SQLException {
        int8((value.getEpochSecond() - EPOCH_SECOND) * 1_000_000 + value.getNano() / 1000);
    }

    private void date(@Nullable LocalDate value) throws SQLException {
        if (value == null) {
            text(null);
        } else {
            int4((int) (value.toEpochDay() - EPOCH_DAY));
        }
    }

    private void text(@Nullable String value) throws SQLException {
        if (value == null) {
            reserve(Integer.BYTES).putInt(-1);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        reserve(Integer.BYTES).putInt(bytes.length);
        if (bytes.length <= BUFFER_BYTES) {
            reserve(bytes.length).put(bytes);
        } else {
            flush();
            copy.writeToCopy(bytes, 0, bytes.length);
        }
    }

    private ByteBuffer reserve(int bytes) throws SQLException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
