package dev.bookingdate.server.contract;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.server.database.TestDatabase;
import io.restassured.RestAssured;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Arranges what the contracts are given: see {@code contracts/README.md}. The server is the real one, over HTTP, on a real
 * PostgreSQL; only its engine rests, so that a job which a contract calls running stays so while it is asked.
 */
@Tag("contract-service")
@ExtendWith(NamesTheContract.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"bookingdate.engine.enabled=false", "management.server.port=-1"})
public abstract class ContractTestBase {

    private static final TestDatabase DATABASE = TestDatabase.createWithoutTables();
    private static final String EXHAUSTED = "00000000-0000-4000-8000-00000000c244";
    private static final Map<String, String> CLIENT_OF_TOKEN = Map.of(
            "Bearer billing-token", "00000000-0000-4000-8000-00000000c001",
            "Bearer metered-token", "00000000-0000-4000-8000-00000000c002",
            "Bearer used-up-token", "00000000-0000-4000-8000-00000000c243",
            "Bearer exhausted-token", EXHAUSTED,
            "Bearer fresh-entity-token", "00000000-0000-4000-8000-00000000c002",
            "Bearer accepted-entity-token", "00000000-0000-4000-8000-00000000c003",
            "Bearer several-entities-token", "00000000-0000-4000-8000-00000000c005",
            "Bearer read-only-token", "00000000-0000-4000-8000-00000000c006");
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    @LocalServerPort
    private int port;

    @Autowired
    private DataSource dataSource;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", DATABASE::url);
        properties.add("spring.datasource.username", DATABASE::user);
        properties.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeEach
    void arrange() {
        new ResourceDatabasePopulator(new ClassPathResource("contract/provider-state.sql")).execute(dataSource);
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = port;
        RestAssured.replaceFiltersWith(this::withRealToken);
    }

    /** The contracts name their tokens; the server takes only those that it signed. */
    Response withRealToken(
            FilterableRequestSpecification request, FilterableResponseSpecification response, FilterContext context) {
        String authorization = request.getHeaders().getValue("Authorization");
        if (authorization != null) {
            request.replaceHeader("Authorization", realToken(authorization));
        }
        return context.next(request, response);
    }

    /** What stands for a token in a contract, as the server takes it; the same where it stands for none. */
    String realToken(String authorization) {
        String client = CLIENT_OF_TOKEN.get(authorization);
        if (client == null) {
            return authorization;
        }
        String token = TOKENS.computeIfAbsent(client, this::token);
        if (client.equals(EXHAUSTED)) {
            // Its token came out of the reserve.
            new JdbcTemplate(dataSource).update("update call_window set calls = 2 * calls where tenant_id = 4244");
        }
        return "Bearer " + token;
    }

    private String token(String client) {
        return requireNonNull(RestAssured.given()
                .noFilters()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", client)
                .formParam("client_secret", "contract-secret")
                .post("/oauth/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token"));
    }
}
