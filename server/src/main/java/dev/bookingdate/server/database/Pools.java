package dev.bookingdate.server.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/** Makes further connection pools to the server's database, whichever it is. */
@Component
public class Pools {

    private final JdbcConnectionDetails database;

    Pools(JdbcConnectionDetails database) {
        this.database = database;
    }

    /** A connection outside any pool, for whoever keeps it as long as the server runs. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }

    /** A pool of a fixed size that connects at first use. */
    public HikariDataSource create(String name, int size) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        pool.setMaximumPoolSize(size);
        return pool;
    }
}
