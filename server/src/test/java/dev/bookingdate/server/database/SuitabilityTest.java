package dev.bookingdate.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What is told from a database that this server can't use; {@code StartFailureTest} has how it is told. */
@Tag("long")
class SuitabilityTest {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void olderVersion_isRefused() throws SQLException {
        DataSource older = mock(DataSource.class, RETURNS_DEEP_STUBS);
        when(older.getConnection().getMetaData().getDatabaseMajorVersion()).thenReturn(17);
        when(older.getConnection().getMetaData().getDatabaseProductVersion()).thenReturn("17.6 (Debian 17.6-1)");

        assertThatExceptionOfType(DatabaseRefusedException.class)
                .isThrownBy(() -> Suitability.requireVersion(older))
                .withMessage("The database is PostgreSQL 17.6 (Debian 17.6-1); this server needs 18 or newer.");
        Suitability.requireVersion(database.plainDataSource());
    }

    @Test
    void sessionThatIsShared_isRefused() throws SQLException {
        try (Connection only = database.plainDataSource().getConnection()) {
            assertThatExceptionOfType(DatabaseRefusedException.class)
                    .isThrownBy(() -> Suitability.requireSessions(new SingleConnectionDataSource(only, true)))
                    .withMessageContaining("by transaction");
        }
        Suitability.requireSessions(database.plainDataSource());
    }

    /** Other pools give a database up that is silent for a second; a start that did would end the whole node. */
    @Test
    void databaseThatIsSlowAtTheStart_isWaitedFor() throws SQLException {
        Map<String, Object> slow = Map.of("spring.datasource.hikari.connection-init-sql", "select pg_sleep(1.5)");
        try (HikariDataSource first = TestPools.of(database, slow).unbounded();
                Connection connection = first.getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void pgBouncer_isRefusedByTransaction_andTakenBySession(@TempDir Path directory) throws Exception {
        assumeThat(PgBouncer.isInstalled()).isTrue();
        try (PgBouncer pooler = PgBouncer.start(directory, database, "transaction")) {
            assertThatExceptionOfType(DatabaseRefusedException.class)
                    .isThrownBy(() -> Suitability.requireSessions(through(pooler)));
        }
        try (PgBouncer pooler = PgBouncer.start(directory, database, "session")) {
            Suitability.requireSessions(through(pooler));
        }
    }

    private static DataSource through(PgBouncer pooler) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(pooler.url());
        source.setUser(database.user());
        source.setPassword(database.password());
        return source;
    }

    @Test
    void rights_areAskedForOnEveryTable() {
        List<String> tables = JdbcClient.create(database.plainDataSource())
                .sql("select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_name <> 'flyway_schema_history'")
                .query(String.class)
                .list();
        List<String> asked = Pattern.compile("'([a-z_]+)'")
                .matcher(SqlFile.of(Suitability.class, "rights.sql")
                        .text()
                        .replaceAll("(?s).*relname in \\((.*?)\\).*", "$1"))
                .results()
                .map(name -> name.group(1))
                .toList();
        assertThat(asked).containsExactlyInAnyOrderElementsOf(tables);
    }
}
