package dev.bookingdate.server.engine;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import dev.bookingdate.server.database.SqlFile;
import java.time.Instant;
import java.util.List;

/** The order in which the scheduler gives out what is due: fair among tenants and jobs, where its own looks at the time alone. */
final class FairShares extends PostgreSqlJdbcCustomization {

    private static final SqlFile DUE = SqlFile.of(FairShares.class, "due.sql");

    FairShares() {
        super(false, false);
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        return context.jdbcRunner.query(
                DUE.text(),
                statement -> {
                    setInstant(statement, 1, now);
                    statement.setInt(2, limit);
                    statement.setString(3, context.schedulerName.getName());
                    setInstant(statement, 4, now);
                },
                context.resultSetMapper.get());
    }
}
