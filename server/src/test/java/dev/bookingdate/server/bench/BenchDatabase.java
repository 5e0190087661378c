package dev.bookingdate.server.bench;

import dev.bookingdate.postgres.EmbeddedPostgres;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One database of the benchmarks' server. It holds no connection of its own: it can be copied at any time. */
record BenchDatabase(EmbeddedPostgres postgres, String name) implements AutoCloseable {

    static BenchDatabase ofServer(EmbeddedPostgres postgres) {
        return new BenchDatabase(postgres, postgres.address().database());
    }

    String url() {
        return postgres.address().jdbcUrl(name);
    }

    /** A connection for each asking. */
    DataSource dataSource() {
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(url());
        plain.setUser(postgres.address().user());
        plain.setPassword(postgres.address().password());
        return plain;
    }

    JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    long number(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    /** Drops it, whoever is connected. */
    @Override
    public void close() {
        ofServer(postgres)
                .jdbc()
                .sql("drop database if exists " + name + " with (force)")
                .update();
    }
}
