package dev.bookingdate.server.story;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.postgres.EmbeddedPostgres;
import dev.bookingdate.postgres.ReadyFolder;
import dev.bookingdate.postgres.Servers;
import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.start.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A server whose database lets nobody in without TLS, and has a certificate of a CA that only its users know. */
@Tag("long")
class DatabaseTlsTest {

    private static final String PASSWORD = "for this test alone";

    @TempDir(factory = ReadyFolder.class)
    Path data;

    @TempDir
    Path keys;

    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws Exception {
        keytool("-alias", "ca", "-dname", "CN=house CA", "-ext", "bc:c");
        keytool("-alias", "other", "-dname", "CN=somebody else's CA", "-ext", "bc:c");
        keytool("-alias", "postgres", "-dname", "CN=database", "-ext", "san=ip:127.0.0.1", "-signer", "ca");
        KeyStore store = KeyStore.getInstance(keys.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
        pem(keys.resolve("ca.pem"), "CERTIFICATE", store.getCertificate("ca").getEncoded());
        pem(
                keys.resolve("other.pem"),
                "CERTIFICATE",
                store.getCertificate("other").getEncoded());
        Path cluster = Servers.cluster(data);
        Certificate[] chain = store.getCertificateChain("postgres");
        assertThat(chain).hasSize(2);
        pem(cluster.resolve("server.crt"), "CERTIFICATE", chain[0].getEncoded());
        pem(
                cluster.resolve("server.key"),
                "PRIVATE KEY",
                store.getKey("postgres", PASSWORD.toCharArray()).getEncoded());
        Files.setPosixFilePermissions(cluster.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
        Path rules = cluster.resolve("pg_hba.conf");
        Files.writeString(rules, Files.readString(rules).replaceAll("(?m)^host ", "hostssl "));
        Files.writeString(cluster.resolve("postgresql.auto.conf"), "ssl = on\n");
        postgres = EmbeddedPostgres.start(data, Servers.SETTINGS);
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
        Servers.killLeftover(data);
    }

    /** Requests and stops, keys, chunks, the scheduler and the notices. */
    @Test
    void everyConnection_isEncrypted_toTheServerOfThisCa() throws SQLException {
        try (ConfigurableApplicationContext node = run("ca.pem")) {
            assertThat(node.isRunning()).isTrue();
            await().atMost(Duration.ofSeconds(10))
                    .until(
                            () -> Servers.query(
                                    postgres, "select count(*) from pg_stat_activity where query ilike 'listen %'"),
                            "1"::equals);
            String connections = "select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid)"
                    + " where a.pid <> pg_backend_pid() and a.backend_type = 'client backend' and ";
            assertThat(Integer.parseInt(Servers.query(postgres, connections + "s.ssl")))
                    .isGreaterThan(5);
            assertThat(Servers.query(postgres, connections + "not s.ssl")).isEqualTo("0");
        }
    }

    @Test
    void anotherCa_isRefused_beforeAnyPasswordIsSent() throws SQLException {
        assertThatThrownBy(() -> run("other.pem").close())
                .hasRootCauseInstanceOf(CertPathBuilderException.class)
                .satisfies(failure -> assertThat(
                                new StartFailure().analyze(failure).getAction())
                        .contains("sslrootcert"));
        assertThat(Servers.query(
                        postgres, "select count(*) from information_schema.tables where table_schema = 'public'"))
                .isEqualTo("0");
    }

    private ConfigurableApplicationContext run(String ca) {
        SpringApplication application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        return application.run(
                "--server.port=0",
                "--management.server.port=-1",
                "--spring.datasource.url=" + postgres.address().jdbcUrl() + "?sslmode=verify-full&sslrootcert="
                        + keys.resolve(ca),
                "--spring.datasource.username=" + postgres.address().user(),
                "--spring.datasource.password=" + postgres.address().password());
    }

    private void keytool(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.resolve("keys.p12").toString()));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        assertThat(keytool.waitFor(60, SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
