package dev.bookingdate.server.token;

import static dev.bookingdate.server.http.TestServer.DEMO_SINGLE_ORG;
import static dev.bookingdate.server.http.TestServer.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.http.TestServer;
import dev.bookingdate.server.start.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** The commands as a user types them, beside a server that runs. Tenant 1002 has one entity, 1003 two and Multi-Org. */
@Tag("long")
class ClientsCommandTest {

    private static final String E2 = "00000000-0000-4000-8000-0000000000e2";
    private static final String E3 = "00000000-0000-4000-8000-0000000000e3";
    private static final String E4 = "00000000-0000-4000-8000-0000000000e4";
    private static final Pattern PRINTED =
            Pattern.compile("client_id=([0-9a-f-]{36})\nclient_secret=([A-Za-z0-9_-]{42})\n");

    @RegisterExtension
    static final TestServer server = TestServer.with();

    private static JdbcClient rows;

    @BeforeAll
    static void start() {
        rows = server.bean(JdbcClient.class);
        rows.sql("insert into org (tenant_id, org_id, name) values (1003, 'emea', 'a'), (1003, 'apac', 'b')")
                .update();
    }

    @BeforeEach
    void removeAll() {
        rows.sql("delete from api_client").update();
        rows.sql("delete from token_attempt").update();
    }

    @Test
    void add_prints_credentials_that_get_a_token() {
        Client client = add("--tenant=1002", "--username=u@example.com", "--user-id=4C7A9E1B2D3F48609A8B7C6D5E4F3021");

        JsonNode token = TestServer.json(token(client).body());
        assertThat(token.get("scope").asString())
                .isEqualTo("user.4c7a9e1b2d3f48609a8b7c6d5e4f3021 entity." + E2 + " tenant.1002");
        assertThat(call(token.get("access_token").asString())).isEqualTo(200);
    }

    @Test
    void add_when_tenant_has_entities_and_orgs_gives_those_that_are_named() {
        Client client = add("--tenant=1003", "--entity=" + E4, "--entity=" + E3, "--org=emea", "--username=u");

        assertThat(TestServer.json(token(client).body()).get("scope").asString())
                .matches("user\\.[0-9a-f]{32} entity." + E4 + " entity." + E3 + " tenant\\.1003");
        assertThat(rows.sql("select org_ids from api_client")
                        .query(String.class)
                        .single())
                .isEqualTo("{emea}");
    }

    @Test
    void add_when_told_what_the_client_may_gives_no_more() {
        Client reader = add("--tenant=1002", "--username=u", "--may=read,stop");
        JsonNode answer = TestServer.json(token(reader).body());
        assertThat(answer.get("scope").asString()).endsWith(" tenant.1002 may.read may.stop");
        String token = answer.get("access_token").asString();

        assertThat(call(token)).isEqualTo(200);
        HttpResponse<byte[]> create = server.send(server.request(JOBS)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(create.statusCode()).isEqualTo(403);
        assertThat(TestServer.json(create.body())
                        .get("reasons")
                        .get(0)
                        .get("message")
                        .asString())
                .isEqualTo("Permission denied: the client may not create jobs.");
        assertThat(TestServer.json(create.body())
                        .get("reasons")
                        .get(0)
                        .get("code")
                        .asString())
                .isEqualTo("50000010");
        assertThat(run("list").out()).contains("  read,stop  ");

        rows.sql("update api_client set may = '{stop}'").update();
        assertThat(call(token)).as("at once").isEqualTo(403);
    }

    @Test
    void add_stores_and_lists_no_secret() {
        Client client = add("--tenant=1002", "--username=u@example.com");
        String row = rows.sql("select api_client::text from api_client")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(client.secret()).contains("{bcrypt}$2a$10$");

        Run list = run("list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).doesNotContain(client.secret()).doesNotContain("bcrypt");
        assertThat(list.out().lines()).hasSize(2);
        assertThat(list.out().lines().skip(1)).first().asString().contains(client.id(), "1002", "u@example.com", E2);
        assertThat(run("list", "--tenant=1003").out().lines()).hasSize(1);
    }

    @Test
    void secrets_are_all_different() {
        assertThat(add("--tenant=1002", "--username=u").secret())
                .isNotEqualTo(add("--tenant=1002", "--username=u").secret());
    }

    @Test
    void add_when_something_does_not_fit_refuses_and_says_why() {
        assertRefused("There is no tenant 4711.", "--tenant=4711");
        assertRefused("Tenant 1002 has no entity " + E3, "--tenant=1002", "--entity=" + E3);
        assertRefused(
                "--entity is needed: tenant 1003 has 2 entities: " + E3 + ", " + E4, "--tenant=1003", "--org=emea");
        assertRefused("--entity names the same one twice", "--tenant=1002", "--entity=" + E2, "--entity=" + E2);
        assertRefused("--org must not be set: tenant 1002", "--tenant=1002", "--org=emea");
        assertRefused("--org is needed: tenant 1003 uses Multi-Org", "--tenant=1003", "--entity=" + E3);
        assertRefused("--org names the same one twice", "--tenant=1003", "--org=emea", "--org=emea");
        assertRefused("Tenant 1003 has no org mars", "--tenant=1003", "--entity=" + E3, "--org=mars");
        assertRefused("reserved for the demo", "--tenant=1002", "--client-id=" + DEMO_SINGLE_ORG);

        Client client = add("--tenant=1002", "--username=u");
        assertRefused("There is a client " + client.id(), "--tenant=1002", "--client-id=" + client.id());
    }

    @Test
    void options_that_are_wrong_are_told() {
        for (String[] wrong : List.of(
                new String[] {},
                new String[] {"add"},
                new String[] {"add", "--tenant=1002"},
                new String[] {"add", "--tenant=x", "--username=u"},
                new String[] {"add", "--tenant=1002", "--username=u\n"},
                new String[] {"add", "--tenant=1002", "--username=u", "--entity=1-1-1-1-1"},
                new String[] {"add", "--tenant=1002", "--username=u", "--user-id=1"},
                new String[] {"add", "--tenant=1002", "--username=u", "--may=write"},
                new String[] {"rotate"},
                new String[] {"rotate", E2, "--keep-old=24"},
                new String[] {"remove", "x"},
                new String[] {"shout"})) {
            Run run = run(wrong);
            assertThat(run.exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(run.err()).isNotEmpty();
        }
        assertThat(rows.sql("select count(*) from api_client").query(Long.class).single())
                .isZero();
    }

    @Test
    void rotate_ends_the_old_secret_at_once() {
        Client client = add("--tenant=1002", "--username=u");
        Client rotated = printed(run("rotate", client.id()));

        assertThat(rotated.id()).isEqualTo(client.id());
        assertThat(token(client).statusCode()).isEqualTo(401);
        assertThat(token(rotated).statusCode()).isEqualTo(200);
    }

    @Test
    void rotate_when_told_keeps_the_old_secret_for_a_while() {
        Client client = add("--tenant=1002", "--username=u");
        Client rotated = printed(run("rotate", client.id(), "--keep-old=24h"));

        assertThat(token(client).statusCode()).isEqualTo(200);
        assertThat(token(rotated).statusCode()).isEqualTo(200);
        assertThat(rows.sql("select previous_until - now() between interval '23 h' and interval '24 h' from api_client")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(run("list").out()).doesNotContain("  -\n");

        rows.sql("update api_client set previous_until = now()").update();
        assertThat(token(client).statusCode()).isEqualTo(401);
        assertThat(token(rotated).statusCode()).isEqualTo(200);
    }

    @Test
    void rotate_again_keeps_one_old_secret_at_most() {
        Client client = add("--tenant=1002", "--username=u");
        Client second = printed(run("rotate", client.id(), "--keep-old=24h"));
        Client third = printed(run("rotate", client.id(), "--keep-old=24h"));

        assertThat(Stream.of(client, second, third).map(one -> token(one).statusCode()))
                .containsExactly(401, 200, 200);
    }

    @Test
    void remove_ends_the_secret_and_the_tokens_at_once() {
        Client client = add("--tenant=1002", "--username=u");
        Client other = add("--tenant=1002", "--username=u");
        String token = accessToken(client);
        String othersToken = accessToken(other);

        assertThat(run("remove", client.id()).exitCode()).isZero();

        assertThat(token(client).statusCode()).isEqualTo(401);
        assertThat(call(token)).isEqualTo(401);
        assertThat(call(othersToken)).isEqualTo(200);
    }

    @Test
    void rotate_and_remove_when_there_is_no_such_client_refuse() {
        String nobody = UUID.randomUUID().toString();
        for (String command : List.of("rotate", "remove")) {
            Run run = run(command, nobody);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).isEqualToIgnoringNewLines("There is no client " + nobody + ".");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void command_finds_the_servers_database(CapturedOutput output) {
        int exitCode = Commands.run(
                        "clients",
                        "add",
                        "--tenant=1002",
                        "--username=u",
                        "--spring.datasource.url=" + server.database().url(),
                        "--spring.datasource.username=" + server.database().user(),
                        "--spring.datasource.password=" + server.database().password())
                .orElseThrow();

        assertThat(exitCode).isZero();
        assertThat(token(printed(new Run(exitCode, output.getOut(), output.getErr())))
                        .statusCode())
                .isEqualTo(200);
    }

    private record Client(String id, String secret) {}

    private record Run(int exitCode, String out, String err) {}

    private static Client add(String... options) {
        return printed(run(Stream.concat(Stream.of("add"), Stream.of(options)).toArray(String[]::new)));
    }

    private static Client printed(Run run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        Matcher matcher = PRINTED.matcher(run.out());
        assertThat(matcher.find()).as(run.out()).isTrue();
        assertThat(run.err()).doesNotContain(matcher.group(2));
        return new Client(matcher.group(1), matcher.group(2));
    }

    private static void assertRefused(String why, String... options) {
        Run run = run(Stream.of(Stream.of("add", "--username=u"), Stream.of(options))
                .flatMap(part -> part)
                .toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(why);
        assertThat(run.out()).isEmpty();
    }

    private static Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = new CommandLine(new ClientsCommand(server.database()::plainDataSource))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    private static HttpResponse<byte[]> token(Client client) {
        return server.tokenRequest(client.id(), client.secret());
    }

    private static String accessToken(Client client) {
        return TestServer.json(token(client).body()).get("access_token").asString();
    }

    private static int call(String token) {
        return server.send(server.request(JOBS)
                        .header("Authorization", "Bearer " + token)
                        .build())
                .statusCode();
    }
}
