package dev.bookingdate.server.database;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Finds the database: the one that is configured, else an embedded PostgreSQL in {@code bookingdate.data-dir}. */
@Configuration(proxyBeanMethods = false)
@Import({Pools.class, Suitability.class})
public class DatabaseConfiguration {

    /** Tells whether these settings name no database, so that an embedded one is started. */
    public static boolean isEmbedded(Environment settings) {
        return !settings.containsProperty("spring.datasource.url");
    }

    @Bean
    static ConnectionRules connectionRules() {
        return new ConnectionRules();
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDataSourceUrl.class)
    static class Embedded {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres embeddedPostgres(@Value("${bookingdate.data-dir}") Path dataDir) {
            return EmbeddedPostgres.start(dataDir.toAbsolutePath().normalize(), EmbeddedPostgresSettings.defaults());
        }

        @Bean
        EmbeddedPostgresWatch embeddedPostgresWatch(EmbeddedPostgres postgres) {
            return new EmbeddedPostgresWatch(postgres);
        }

        @Bean
        JdbcConnectionDetails embeddedPostgresConnection(EmbeddedPostgres postgres) {
            return new JdbcConnectionDetails() {
                @Override
                public String getUsername() {
                    return postgres.user();
                }

                @Override
                public String getPassword() {
                    return postgres.password();
                }

                @Override
                public String getJdbcUrl() {
                    return postgres.jdbcUrl();
                }
            };
        }
    }
}
