package dev.bookingdate.server.start;

import dev.bookingdate.server.database.DatabaseConfiguration;
import dev.bookingdate.server.database.DatabaseRefusedException;
import dev.bookingdate.server.database.Suitability;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.env.EnvironmentCapable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The server's database without the server: found by the same settings, and shared with a server that runs on the same data
 * folder.
 */
final class CommandDatabase extends DelegatingDataSource implements EnvironmentCapable, AutoCloseable {

    private final ConfigurableApplicationContext context;

    private CommandDatabase(ConfigurableApplicationContext context) {
        super(context.getBean(DataSource.class));
        this.context = context;
    }

    static CommandDatabase open(List<String> serverOptions) {
        return new CommandDatabase(new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                // A command prints what it has to say, and why its database can't be used.
                .properties(
                        "logging.level.root=warn",
                        "logging.level.org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter=off")
                .run(serverOptions.toArray(String[]::new)));
    }

    /** The server's settings: the files, the environment, and the options behind the command. */
    @Override
    public Environment getEnvironment() {
        return context.getEnvironment();
    }

    @Override
    public void close() {
        context.close();
    }

    @Import(DatabaseConfiguration.class)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Parts {

        /** Makes the tables in an empty database; those that servers use are theirs to change. */
        @Bean
        FlywayMigrationStrategy tablesOfThisVersion(Suitability suitability) {
            return flyway -> {
                suitability.require(flyway);
                MigrationInfoService tables = flyway.info();
                MigrationInfo current = tables.current();
                if (current == null) {
                    flyway.migrate();
                } else if (tables.pending().length > 0
                        || Arrays.stream(tables.applied())
                                .anyMatch(table -> table.getState() == MigrationState.FUTURE_SUCCESS)) {
                    throw new DatabaseRefusedException(
                            "The tables of the database have version " + current.getVersion()
                                    + ", and this command is of another version of the server.",
                            "Use the command of the version that the servers have; a server of this version would bring older"
                                    + " tables up to its own.");
                } else {
                    flyway.validate();
                }
            };
        }
    }
}
