package dev.bookingdate.server.database;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.StandardEnvironment;

/** Makes {@link Pools} without Spring, for tests of other rooms. */
public final class TestPools {

    private TestPools() {}

    public static Pools of(TestDatabase database) {
        return new Pools(details(database), new StandardEnvironment(), new ConnectionRules());
    }

    private static JdbcConnectionDetails details(TestDatabase database) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return database.user();
            }

            @Override
            public String getPassword() {
                return database.password();
            }

            @Override
            public String getJdbcUrl() {
                return database.url();
            }
        };
    }
}
