package dev.bookingdate.server.bench;

import java.time.LocalDate;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.database.Order;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcPagingItemReaderBuilder;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;
import org.springframework.jdbc.core.RowMapper;

/** Spring Batch's own reader of the range of keys that the partition of this thread has; of all where there is none. */
final class RivalReader implements ItemStreamReader<RivalRow> {

    private static final String COLUMNS = "charge_key, original_date";

    private static final String CHARGES = """
            (select c.charge_key, c.booking_date,
                    cast(coalesce(o.created_on,
                                  (select min(s.created_on) from rate_plan_charge s
                                   where s.tenant_id = c.tenant_id and s.entity_id = c.entity_id
                                     and s.original_id = c.original_id and s.original_id <> s.charge_id))
                         at time zone 'America/Los_Angeles' as date) as original_date
             from rate_plan_charge c
             left join rate_plan_charge o
               on o.tenant_id = c.tenant_id and o.entity_id = c.entity_id and o.charge_id = c.original_id
             where c.tenant_id = 1001 and c.entity_id = '00000000-0000-4000-8000-0000000000e1'
               and c.charge_key > %d and c.charge_key <= %d) charges
            """;

    private static final String DIFFERING = "booking_date is distinct from original_date";

    private static final RowMapper<RivalRow> ROW =
            (row, number) -> new RivalRow(row.getLong(1), row.getObject(2, LocalDate.class));

    private final DataSource pool;
    private final BatchRival.Settings settings;
    private final long upTo;
    private final boolean all;
    private final ThreadLocal<AbstractItemCountingItemStreamItemReader<RivalRow>> ofThisThread = new ThreadLocal<>();

    RivalReader(DataSource pool, BatchRival.Settings settings, long upTo, boolean all) {
        this.pool = pool;
        this.settings = settings;
        this.upTo = upTo;
        this.all = all;
    }

    @Override
    public void open(ExecutionContext range) {
        String charges = CHARGES.formatted(range.getLong("after", 0), range.getLong("to", upTo));
        AbstractItemCountingItemStreamItemReader<RivalRow> reader =
                settings.paging() ? paging(charges) : cursor(charges);
        ofThisThread.set(reader);
        reader.open(range);
    }

    @Override
    public @Nullable RivalRow read() throws Exception {
        return ofThisThread.get().read();
    }

    @Override
    public void update(ExecutionContext range) {
        ofThisThread.get().update(range);
    }

    @Override
    public void close() {
        AbstractItemCountingItemStreamItemReader<RivalRow> reader = ofThisThread.get();
        if (reader != null) {
            reader.close();
            ofThisThread.remove();
        }
    }

    private AbstractItemCountingItemStreamItemReader<RivalRow> cursor(String charges) {
        return new JdbcCursorItemReaderBuilder<RivalRow>()
                .name("charges")
                .dataSource(pool)
                .sql("select " + COLUMNS + " from " + charges + (all ? "" : "where " + DIFFERING)
                        + " order by charge_key")
                .rowMapper(ROW)
                .fetchSize(settings.chunk())
                // Else the driver would read all rows at once.
                .connectionAutoCommit(false)
                .verifyCursorPosition(false)
                .build();
    }

    private AbstractItemCountingItemStreamItemReader<RivalRow> paging(String charges) {
        try {
            var reader = new JdbcPagingItemReaderBuilder<RivalRow>()
                    .name("charges")
                    .dataSource(pool)
                    .selectClause(COLUMNS)
                    .fromClause(charges)
                    .whereClause(all ? "true" : DIFFERING)
                    .sortKeys(Map.of("charge_key", Order.ASCENDING))
                    .rowMapper(ROW)
                    .pageSize(settings.chunk())
                    .build();
            reader.afterPropertiesSet();
            return reader;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
