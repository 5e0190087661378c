package dev.bookingdate.server.story;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.BackfillClientBuilder;
import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server in this JVM, on a test database: one node of a cluster. */
public final class RunningServer implements AutoCloseable {

    static final String CLIENT_ID = "00000000-0000-4000-8000-000000000001";
    static final String CLIENT_SECRET = "demo-secret";

    private final ConfigurableApplicationContext context;

    private RunningServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static RunningServer start(TestDatabase database, String... properties) {
        SpringApplication application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        return new RunningServer(application.run(arguments(database, properties).toArray(String[]::new)));
    }

    /** What a node is started with, in this JVM or in another one. */
    static List<String> arguments(TestDatabase database, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=-1",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password()));
        for (String property : properties) {
            // The last one counts; of two, Spring would make a list.
            arguments.removeIf(one -> one.startsWith("--" + property.replaceFirst("=.*", "=")));
            arguments.add("--" + property);
        }
        return arguments;
    }

    public String address() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** The port of health and metrics, where the server was started with one. */
    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    BackfillClient client() {
        return client(builder -> builder);
    }

    /** A client with settings of its own. */
    BackfillClient client(UnaryOperator<BackfillClientBuilder> settings) {
        return settings.apply(BackfillClient.builder().baseUrl(address()).credentials(CLIENT_ID, CLIENT_SECRET))
                .build();
    }

    @Override
    public void close() {
        context.close();
    }
}
