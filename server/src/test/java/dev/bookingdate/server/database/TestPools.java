package dev.bookingdate.server.database;

import java.util.Map;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Makes {@link Pools} without Spring, for tests of other rooms. */
public final class TestPools {

    private TestPools() {}

    public static Pools of(TestDatabase database) {
        return of(database, Map.of());
    }

    static Pools of(TestDatabase database, Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        return new Pools(details(database), environment, new ConnectionRules());
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
