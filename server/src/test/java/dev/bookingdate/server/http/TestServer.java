package dev.bookingdate.server.http;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.server.call.CurrentCall;
import dev.bookingdate.server.caller.Callers;
import dev.bookingdate.server.database.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rooms auth, limit, http and console on a real Tomcat, with {@link ScriptedDelegate} in the place of the operations.
 *
 * <p>One server and one database for all tests of a class, and of all classes of a JVM that want the same:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestServer server = TestServer.with("bookingdate.demo.charges=1");
 * }</pre>
 */
public final class TestServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    public static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    public static final String DEMO_MULTI_ORG = "00000000-0000-4000-8000-000000000001";
    public static final String DEMO_SINGLE_ORG = "00000000-0000-4000-8000-000000000002";
    public static final String SEVERAL_ENTITIES = "3d6f0a52-7c1e-4b98-a5d4-2e9f8b7c6a10";
    public static final String SECRET = "demo-secret";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** By its properties. They run until the JVM ends, which is cheaper than a start for each class. */
    private static final Map<List<String>, TestServer> STARTED = new HashMap<>();

    private final List<Class<?>> more;
    private final List<String> properties;
    private TestDatabase own;
    private ConfigurableApplicationContext context;

    private TestServer(List<Class<?>> more, String... properties) {
        this.more = more;
        this.properties = List.of(properties);
    }

    /** A server on a database of its own, which classes with the same properties share: leave it as you find it. */
    public static TestServer with(String... properties) {
        return with(List.of(), properties);
    }

    /** A server with further beans, which ends after the last test of the class. */
    public static TestServer with(List<Class<?>> more, String... properties) {
        return new TestServer(more, properties);
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        TestServer started = more.isEmpty() ? STARTED.get(properties) : null;
        if (started != null) {
            own = started.own;
            context = started.context;
            return;
        }
        own = TestDatabase.create();
        run(own);
        if (more.isEmpty()) {
            STARTED.put(properties, this);
        }
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (!more.isEmpty()) {
            close();
            own.close();
        }
    }

    /** The database of a server that has one of its own. */
    public TestDatabase database() {
        return own;
    }

    /** A server on tables of its own; another node when the database is in use already. */
    public static TestServer start(TestDatabase database, String... properties) {
        return start(database, List.of(), properties);
    }

    /** A server with further beans. */
    public static TestServer start(TestDatabase database, List<Class<?>> more, String... properties) {
        var server = new TestServer(more, properties);
        server.run(database);
        return server;
    }

    private void run(TestDatabase database) {
        var application = new SpringApplication(Rooms.class);
        application.addPrimarySources(more);
        application.setRegisterShutdownHook(false);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=-1",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password()));
        properties.forEach(property -> arguments.add("--" + property));
        context = application.run(arguments.toArray(String[]::new));
        fill();
    }

    /** The demo's two tenants, and one whose client is good for two entities. */
    private void fill() {
        JdbcClient database = context.getBean(JdbcClient.class);
        database.sql("""
                insert into tenant (tenant_id, name, time_zone, multi_org)
                values (1001, 'a', 'UTC', true), (1002, 'b', 'UTC', false), (1003, 'c', 'UTC', true)
                on conflict do nothing""").update();
        database.sql("""
                insert into entity (tenant_id, entity_id, name)
                values (1001, '00000000-0000-4000-8000-0000000000e1', 'a'),
                       (1002, '00000000-0000-4000-8000-0000000000e2', 'b'),
                       (1003, '00000000-0000-4000-8000-0000000000e3', 'c'),
                       (1003, '00000000-0000-4000-8000-0000000000e4', 'd')
                on conflict do nothing""").update();
        insertClient(SEVERAL_ENTITIES, 1003);
    }

    public void insertClient(String clientId, long tenantId) {
        context.getBean(JdbcClient.class)
                .sql("""
                insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids)
                values (:clientId, :hash, :tenantId, '4c7a9e1b2d3f48609a8b7c6d5e4f3021', 'c@example.com',
                        '{00000000-0000-4000-8000-0000000000e3,00000000-0000-4000-8000-0000000000e4}', '{o2,o1}')
                on conflict do nothing""")
                .param("clientId", clientId)
                .param("hash", context.getBean(PasswordEncoder.class).encode(SECRET))
                .param("tenantId", tenantId)
                .update();
    }

    /** A tenant of its own with the two entities of {@link #SEVERAL_ENTITIES}, and a token of it. */
    public String tokenOfNewTenant(long tenantId) {
        JdbcClient database = context.getBean(JdbcClient.class);
        database.sql("insert into tenant (tenant_id, name, time_zone, multi_org) values (:tenantId, 't', 'UTC', true)")
                .param("tenantId", tenantId)
                .update();
        database.sql("""
                insert into entity (tenant_id, entity_id, name)
                select :tenantId, entity_id, name from entity where tenant_id = 1003""").param("tenantId", tenantId).update();
        String clientId = "00000000-0000-4000-8000-%012d".formatted(tenantId);
        insertClient(clientId, tenantId);
        return token(clientId);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Tomcat's own, for what can't be seen from outside. */
    Connector connector() {
        return ((TomcatWebServer) requireNonNull(((ServletWebServerApplicationContext) context).getWebServer()))
                .getTomcat()
                .getConnector();
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
    }

    public HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<byte[]> tokenRequest(String clientId, String secret) {
        return send(request("/oauth/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(
                        Map.of("client_id", clientId, "client_secret", secret, "grant_type", "client_credentials"))))
                .build());
    }

    public String token(String clientId) {
        HttpResponse<byte[]> response = tokenRequest(clientId, SECRET);
        return json(response.body()).get("access_token").asString();
    }

    public static String form(Map<String, String> fields) {
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }

    public static JsonNode json(byte[] body) {
        return JSON.readTree(body);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Not a component of its own: a scan of the whole server must not find it. */
    @EnableAutoConfiguration
    @ComponentScan({
        "dev.bookingdate.server.caller",
        "dev.bookingdate.server.token",
        "dev.bookingdate.server.call",
        "dev.bookingdate.server.console",
        "dev.bookingdate.server.database",
        "dev.bookingdate.server.http",
        "dev.bookingdate.server.idempotency",
        "dev.bookingdate.server.limit",
        "dev.bookingdate.server.generated.api"
    })
    static class Rooms {

        /** The cheapest: tests that are wrong on purpose would else spend their time on it. */
        @Bean
        @Primary
        PasswordEncoder cheapSecretHashes() {
            return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(4)));
        }

        @Bean
        MovableClock clock() {
            return new MovableClock();
        }

        @Bean
        ScriptedDelegate scriptedDelegate(Callers callers, CurrentCall call) {
            return new ScriptedDelegate(callers, call);
        }
    }
}
