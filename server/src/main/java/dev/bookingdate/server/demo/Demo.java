package dev.bookingdate.server.demo;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.server.charge.DemoCharges;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Fills the demo tenants where they are empty, before any port is open: a token that is issued earlier is of a tenant that
 * is not there, and refused. Then says what to type.
 */
@Component
@EnableConfigurationProperties(DemoProperties.class)
class Demo implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(Demo.class);

    private final DataSource dataSource;
    private final DemoProperties demo;

    Demo(DataSource dataSource, DemoProperties demo) {
        this.dataSource = dataSource;
        this.demo = demo;
    }

    /** The web server starts after all singletons. */
    @Override
    public void afterSingletonsInstantiated() {
        if (!demo.isOn()) {
            return;
        }
        long before = System.nanoTime();
        log.info("Filling the demo with {} charges where it is empty", demo.charges());
        try {
            new DemoCharges(dataSource).fill(demo.charges(), demo.seed());
        } catch (SQLException e) {
            throw new IllegalStateException("The demo could not be filled: " + e.getMessage(), e);
        }
        log.info("The demo is filled, {} ms", (System.nanoTime() - before) / 1_000_000);
    }

    @EventListener
    void sayWhatToType(ApplicationReadyEvent event) {
        if (demo.isOn()
                && event.getApplicationContext() instanceof ServletWebServerApplicationContext web
                && web.getWebServer() != null) {
            boolean tls = Ssl.isEnabled(web.getBean(ServerProperties.class).getSsl());
            System.out.println(whatToType((tls ? "https" : "http") + "://localhost:"
                    + web.getWebServer().getPort()
                    + requireNonNull(web.getServletContext()).getContextPath()));
        }
    }

    private static String whatToType(String address) {
        return String.format(Locale.ROOT, """

                The demo runs on %1$s
                  client_id      00000000-0000-4000-8000-000000000001   (the demo's alone)
                  client_secret  demo-secret

                Paste these three lines into another terminal: get a token, start a backfill, stop it.

                TOKEN=$(curl -s %1$s/oauth/token -d grant_type=client_credentials -d client_id=00000000-0000-4000-8000-000000000001 -d client_secret=demo-secret | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                JOB=$(curl -s -X POST %1$s/v1/uno/data-backfill/bookingdate/jobs -H "Authorization: Bearer $TOKEN" | tee /dev/stderr | sed 's/.*"jobId":"\\([^"]*\\)".*/\\1/')
                curl -s -X PUT %1$s/v1/uno/data-backfill/bookingdate/jobs/$JOB -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"status":"Stopping"}'
                """, address);
    }
}
