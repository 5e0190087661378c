package dev.bookingdate.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether a stop would reach the database: asked through the stops' own connections, and answered within two seconds. */
final class DatabaseHealth implements HealthIndicator {

    private static final int SECONDS = 1;

    private final DataSource stops;

    DatabaseHealth(DataSource stops) {
        this.stops = stops;
    }

    @Override
    public Health health() {
        try (Connection connection = stops.getConnection()) {
            return connection.isValid(SECONDS)
                    ? Health.up().build()
                    : Health.down().build();
        } catch (SQLException e) {
            return Health.down().build();
        }
    }
}
