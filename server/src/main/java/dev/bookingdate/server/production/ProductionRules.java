package dev.bookingdate.server.production;

import dev.bookingdate.server.database.DatabaseConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Refuses to start with {@code bookingdate.production=true} what is made for trying things out. It holds for commands as
 * well: one that forgot the database's address would work on an embedded one, and say that all is well.
 */
final class ProductionRules implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment settings = context.getEnvironment();
        if (!is(settings, "bookingdate.production")) {
            return;
        }
        List<ProductionRefusedException.Broken> broken = new ArrayList<>();
        if (DatabaseConfiguration.isEmbedded(settings) && !is(settings, "bookingdate.embedded-in-production")) {
            broken.add(new ProductionRefusedException.Broken(
                    "No database is configured, so an embedded PostgreSQL would be started.",
                    "Set SPRING_DATASOURCE_URL to a PostgreSQL 18, or, if one machine is to hold all of it, set"
                            + " bookingdate.embedded-in-production=true."));
        }
        if (settings.getProperty("bookingdate.demo.charges", Long.class, 0L) > 0) {
            broken.add(new ProductionRefusedException.Broken(
                    "The demo is on, and everybody knows its credentials.", "Leave bookingdate.demo.charges out."));
        }
        if (!broken.isEmpty()) {
            throw new ProductionRefusedException(broken);
        }
    }

    private static boolean is(Environment settings, String property) {
        return settings.getProperty(property, Boolean.class, false);
    }
}
