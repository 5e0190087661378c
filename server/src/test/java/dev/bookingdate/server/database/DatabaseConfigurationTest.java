package dev.bookingdate.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A jar without the embedded PostgreSQL. */
class DatabaseConfigurationTest {

    private final ApplicationContextRunner withoutEmbedded = new ApplicationContextRunner()
            .withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class))
            .withUserConfiguration(DatabaseConfiguration.class);

    @Test
    void start_isRefused_whereNoDatabaseIsNamed() {
        withoutEmbedded.run(context -> assertThat(context.getStartupFailure())
                .rootCause()
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("no embedded one"));
    }

    @Test
    void database_isTheOneThatIsNamed() {
        withoutEmbedded
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/named")
                .run(context -> assertThat(
                                context.getBean(JdbcConnectionDetails.class).getJdbcUrl())
                        .endsWith("/named"));
    }
}
