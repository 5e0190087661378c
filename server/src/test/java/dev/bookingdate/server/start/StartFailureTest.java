package dev.bookingdate.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A start that fails says why and what to do, on one screen. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("long")
class StartFailureTest {

    private static final int SCREEN = 30;

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void databaseOutOfReach(CapturedOutput output) {
        assertThat(exitCode("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none", HASTE))
                .isEqualTo(3);
        assertSays(output, "The database can't be used: Connection to 127.0.0.1:1 refused.", "SPRING_DATASOURCE_URL");
    }

    @Test
    void wrongPassword(CapturedOutput output) {
        assertThat(exitCode(with("spring.datasource.password=a-wrong-one"))).isEqualTo(3);
        assertSays(output, "password authentication failed for user", "SPRING_DATASOURCE_PASSWORD");
        assertThat(output.getAll()).doesNotContain("a-wrong-one");
    }

    @Test
    void unknownDatabase(CapturedOutput output) {
        assertThat(exitCode(with("spring.datasource.url=" + database.url().replace(database.name(), "never_made"))))
                .isEqualTo(3);
        assertSays(output, "database \"never_made\" does not exist", "Create it");
    }

    @Test
    void tablesOfAnotherVersion(CapturedOutput output) {
        try (TestDatabase other = TestDatabase.create()) {
            JdbcClient.create(other.plainDataSource())
                    .sql("update flyway_schema_history set checksum = 4711 where version = '3'")
                    .update();
            assertThat(exitCode(with("spring.datasource.url=" + other.url()))).isEqualTo(3);
        }
        assertSays(output, "can't be brought up to the version of this server", "checksum mismatch", "Use the version");
    }

    @Test
    void migrationThatFails_changesNothing(CapturedOutput output) {
        try (TestDatabase older = older()) {
            long before = tables(older);
            assertThat(exitCode(with("spring.datasource.url=" + older.url()))).isEqualTo(3);
            assertThat(tables(older)).isEqualTo(before);
        }
        assertSays(output, "can't be brought up to the version of this server", "already exists", "Use the version");
    }

    @Test
    void roleWithoutTheRightToCreateTables_changesNothing(CapturedOutput output) {
        try (TestDatabase empty = TestDatabase.createWithoutTables();
                Role role = new Role()) {
            assertThat(exitCode(with(role.settings("spring.datasource.url=" + empty.url()))))
                    .isEqualTo(3);
            assertSays(output, "may not create tables in the schema public", "grant create on schema public to");
            assertThat(tables(empty)).isZero();
        }
    }

    @Test
    void roleWithoutRightsOnATable(CapturedOutput output) {
        try (Role role = new Role()) {
            JdbcClient jdbc = JdbcClient.create(database.plainDataSource());
            jdbc.sql("grant select, insert, update, delete on all tables in schema public to " + role.name)
                    .update();
            jdbc.sql("revoke delete on backfill_audit from " + role.name).update();
            try {
                assertThat(exitCode(with(role.settings()))).isEqualTo(3);
            } finally {
                jdbc.sql("drop owned by " + role.name).update();
            }
        }
        assertSays(output, "may not DELETE on backfill_audit", "grant select, insert, update, delete on all tables");
    }

    @Test
    void roleThatDoesNotOwnOlderTables(CapturedOutput output) {
        try (TestDatabase older = older();
                Role role = new Role()) {
            JdbcClient jdbc = JdbcClient.create(older.plainDataSource());
            jdbc.sql("grant all on all tables in schema public to " + role.name).update();
            jdbc.sql("grant all on schema public to " + role.name).update();
            assertThat(exitCode(with(role.settings("spring.datasource.url=" + older.url()))))
                    .isEqualTo(3);
            jdbc.sql("drop owned by " + role.name).update();
            assertSays(output, "does not own", "Start this version once as the role that owns the tables");
        }
    }

    @Test
    void schemaThatIsNotThere(CapturedOutput output) {
        assertThat(exitCode(with("spring.datasource.hikari.schema=nowhere"))).isEqualTo(3);
        assertSays(output, "has no schema to work in", "spring.datasource.hikari.schema");
    }

    @Test
    void command_onTablesOfAnotherVersion_changesNothing(CapturedOutput output) {
        try (TestDatabase older = older()) {
            JdbcClient jdbc = JdbcClient.create(older.plainDataSource());
            int version = version(jdbc);
            assertThat(command(older, "clients", "list")).hasValue(3);
            assertThat(output.getErr())
                    .contains("The tables of the database have version " + version(jdbc), "Use the command");
            assertThat(version(jdbc)).isEqualTo(version);
            jdbc.sql("update flyway_schema_history set version = '4711' where version = :version")
                    .param("version", Integer.toString(version))
                    .update();
            assertThat(command(older, "keys", "list")).hasValue(3);
            assertThat(output.getErr()).contains("The tables of the database have version 4711");
        }
    }

    /** The first import of all is before the first server. */
    @Test
    void command_onAnEmptyDatabase_makesTheTables() {
        try (TestDatabase empty = TestDatabase.createWithoutTables()) {
            assertThat(command(empty, "clients", "list")).hasValue(0);
            assertThat(tables(empty)).isPositive();
        }
    }

    private static OptionalInt command(TestDatabase database, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password()));
        return Commands.run(line.toArray(String[]::new));
    }

    /** As the version before has left them, so far as the history tells. */
    private static TestDatabase older() {
        TestDatabase older = TestDatabase.create();
        JdbcClient jdbc = JdbcClient.create(older.plainDataSource());
        jdbc.sql("delete from flyway_schema_history where version = :version")
                .param("version", Integer.toString(version(jdbc)))
                .update();
        return older;
    }

    private static int version(JdbcClient jdbc) {
        return jdbc.sql("select max(cast(version as int)) from flyway_schema_history")
                .query(Integer.class)
                .single();
    }

    private static long tables(TestDatabase database) {
        return JdbcClient.create(database.plainDataSource())
                .sql("select count(*) from information_schema.tables where table_schema = 'public'")
                .query(Long.class)
                .single();
    }

    /** A role that owns nothing. */
    private static final class Role implements AutoCloseable {

        private final String name = "role_" + ProcessHandle.current().pid() + "_" + System.nanoTime();

        Role() {
            JdbcClient.create(TestDatabase.shared())
                    .sql("create role " + name + " login password 'of-the-test'")
                    .update();
        }

        String[] settings(String... more) {
            List<String> all = new ArrayList<>(
                    List.of("spring.datasource.username=" + name, "spring.datasource.password=of-the-test"));
            all.addAll(List.of(more));
            return all.toArray(String[]::new);
        }

        @Override
        public void close() {
            JdbcClient.create(TestDatabase.shared()).sql("drop role " + name).update();
        }
    }

    @Test
    void dataFolderThatIsNone(@TempDir Path folder, CapturedOutput output) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(exitCode("bookingdate.data-dir=" + file)).isEqualTo(3);
        assertSays(output, "The embedded PostgreSQL can't be used", "file already exists: " + file, "data-dir");
    }

    /** A shell writes the names, for this JVM may not be able to either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs list --bookingdate.data-dir=$PWD/d\\303\\274",
                "import d\\303\\274.csv --tenant=1",
                "export d\\303\\274.csv --tenant=1"
            })
    void nameThatTheLocaleCannotWrite(String words, @TempDir Path folder) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "exec \"$JAVA\" -XX:TieredStopAtLevel=1 -cp \"$CP\" "
                                + BookingDateBackfillServer.class.getName() + " $(printf \"" + words + "\")")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        builder.environment().put("LANG", "C");
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("CP", System.getProperty("java.class.path"));
        Process command = builder.start();
        String output = new String(command.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(command.waitFor()).as(output).isEqualTo(2);
        assertThat(output).contains("locale of this process can't name").contains("LC_ALL=C.UTF-8");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void portTaken(CapturedOutput output) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(exitCode(with("server.address=127.0.0.1", "server.port=" + taken.getLocalPort())))
                    .isEqualTo(1);
            assertSays(output, "Port " + taken.getLocalPort() + ", on which the API", "--server.port=N");
        }
    }

    @Test
    void portOfManagementTaken(CapturedOutput output) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(exitCode(with("management.server.port=" + taken.getLocalPort())))
                    .isEqualTo(1);
            assertSays(output, "on which health and metrics", "--management.server.port=N");
        }
    }

    @Test
    void settingThatBreaksARule(CapturedOutput output) {
        assertThat(exitCode(with("bookingdate.engine.threads=0"))).isEqualTo(2);
        assertSays(output, "bookingdate.engine.threads must be 1 or more.", "Change this setting");
    }

    @Test
    void settingOfAnotherType(CapturedOutput output) {
        assertThat(exitCode(with("bookingdate.demo.charges=many"))).isEqualTo(2);
        assertSays(output, "bookingdate.demo.charges", "many");
    }

    @Test
    void keySecretThatIsNone(CapturedOutput output) {
        assertThat(exitCode(with("bookingdate.auth.key-secret=not-a-secret"))).isEqualTo(2);
        assertSays(output, "bookingdate.auth.key-secret must be 32 random bytes");
        assertThat(output.getAll()).doesNotContain("not-a-secret");
    }

    @Test
    void certificateThatIsNotThere(CapturedOutput output) {
        assertThat(exitCode(with(
                        "server.ssl.certificate=file:nowhere.crt",
                        "server.ssl.certificate-private-key=file:nowhere.key")))
                .isEqualTo(1);
        assertSays(output, "nowhere.crt (No such file or directory)", "--debug");
    }

    @Test
    void anyOther_isItsFirstCause_andWhatTheClassSays() {
        FailureAnalysis analysis = new StartFailure()
                .analyze(new BeanCreationException("aBean", new ClassNotFoundException("com.example.Driver")));
        assertThat(analysis.getDescription()).isEqualTo("class not found: com.example.Driver");
        assertThat(analysis.getAction()).contains("--debug");
        assertThat(new StartFailure().analyze(new NullPointerException()).getDescription())
                .isEqualTo("null pointer");
    }

    /** Where it is asked for, the trace is there as well. */
    @Test
    void withDebug_theTraceIsShown(CapturedOutput output) {
        exitCode(with("bookingdate.engine.threads=0", "debug"));
        assertThat(output.getAll()).contains("bookingdate.engine.threads must be 1 or more.", "\tat ");
    }

    private static final String HASTE = "spring.datasource.hikari.connection-timeout=250";

    private static void assertSays(CapturedOutput output, String... parts) {
        String screen = output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
        assertThat(screen).contains(parts);
        assertThat(screen.lines().count()).isLessThan(SCREEN);
        assertThat(output.getAll()).doesNotContain("\tat ", "Error creating bean");
    }

    private static int exitCode(String... settings) {
        var application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--management.server.port=-1"));
        for (String setting : settings) {
            arguments.removeIf(one -> one.startsWith("--" + setting.replaceFirst("=.*", "=")));
            arguments.add("--" + setting);
        }
        Throwable failure = catchThrowable(
                () -> application.run(arguments.toArray(String[]::new)).close());
        assertThat(failure).isNotNull();
        return StartFailure.exitCode(failure);
    }

    private static String[] with(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                HASTE,
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password()));
        all.addAll(List.of(settings));
        return all.toArray(String[]::new);
    }
}
