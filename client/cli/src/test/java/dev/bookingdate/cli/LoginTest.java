package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.BackfillStubs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // There are no permissions of this kind.
class LoginTest {
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("command-line");

    @TempDir
    private Path configuration;

    private final Shell shell = new Shell();
    private String url = "";

    @BeforeEach
    void environment() {
        url = stubs.baseUrl().toString();
        shell.with("XDG_CONFIG_HOME", configuration.toString());
    }

    @Test
    void login_asks_tries_andKeepsWhatItWasTold() throws IOException {
        assertThat(shell.onATerminal(url, Shell.CLIENT, Shell.SECRET).run("login"))
                .isZero();
        stubs.verify("token/valid-credentials");
        stubs.verifyNoOther();
        assertThat(shell.out() + shell.err()).doesNotContain(Shell.SECRET);
        assertThat(permissions(file("default"))).isEqualTo("rw-------");
        assertThat(permissions(file("default").getParent())).isEqualTo("rwx------");
        assertThat(shell.run("get", RUNNING)).isZero();
        assertThat(shell.run("stop", RUNNING, "--url", url)).isZero();
    }

    @Test
    void loginOfAScript_readsTheSecretFromTheInput() {
        assertThat(shell.typing(Shell.SECRET).run("login", "--url", url, "--client-id", Shell.CLIENT, "--secret-stdin"))
                .isZero();
        assertThat(shell.run("get", RUNNING)).isZero();
    }

    @Test
    void loginWithAWrongSecret_keepsNothing() {
        assertThat(shell.onATerminal(url, Shell.CLIENT, "wrong-secret").run("login"))
                .isEqualTo(4);
        assertThat(shell.out() + shell.err()).doesNotContain("wrong-secret");
        assertThat(file("default")).doesNotExist();
    }

    @Test
    void loginWithAWrongSecret_leavesWhatWasKept() {
        login("default");
        assertThat(shell.typing("wrong-secret")
                        .run("login", "--url", url, "--client-id", Shell.CLIENT, "--secret-stdin"))
                .isEqualTo(4);
        assertThat(shell.run("get", RUNNING)).isZero();
    }

    @Test
    void loginThatCanNotAsk_isWrongUsage() {
        assertThat(shell.run("login")).isEqualTo(2);
        assertThat(shell.err()).contains("--url is missing");
        assertThat(shell.run("login", "--url", url, "--client-id", Shell.CLIENT))
                .isEqualTo(2);
        assertThat(shell.err()).contains("--secret-stdin");
        assertThat(shell.run("login", "--url", url, "--client-id", Shell.CLIENT, "--secret-stdin"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("holds no secret");
    }

    @Test
    void aFileThatOthersMayRead_isRefused() throws IOException {
        login("default");
        Files.setPosixFilePermissions(file("default"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(shell.run("get", RUNNING)).isEqualTo(2);
        assertThat(shell.err()).contains("is open to others (rw-r-----)", "chmod 600");
    }

    @Test
    void aFileThatIsNotWhole_isRefusedByTheNameOfWhatIsMissing() throws IOException {
        login("default");
        try (Stream<String> lines = Files.lines(file("default"))) {
            Files.write(
                    file("default"),
                    lines.filter(line -> !line.startsWith("client-secret")).toList());
        }
        assertThat(shell.run("get", RUNNING)).isEqualTo(2);
        assertThat(shell.err()).contains("has no client-secret");
    }

    @Test
    void theSecret_goesNowhereButWhereItIsFor() {
        login("default");
        assertThat(shell.run("get", RUNNING, "--url", "http://127.0.0.1:1")).isEqualTo(2);
        assertThat(shell.with("BOOKINGDATE_URL", "http://127.0.0.1:1").run("get", RUNNING))
                .isEqualTo(2);
        assertThat(shell.err()).contains("The login is for " + url);
    }

    @Test
    void profiles_areApart() {
        login("sandbox");
        assertThat(shell.run("get", RUNNING)).isEqualTo(2);
        assertThat(shell.err()).contains("No credentials");
        assertThat(shell.run("get", RUNNING, "--profile", "sandbox")).isZero();
        assertThat(shell.with("BOOKINGDATE_PROFILE", "sandbox").run("get", RUNNING))
                .isZero();
        assertThat(shell.run("get", RUNNING, "--profile", "../default")).isEqualTo(2);
    }

    @Test
    void theEnvironment_comesBeforeTheFile() {
        login("default");
        shell.with("BOOKINGDATE_URL", url)
                .with("BOOKINGDATE_CLIENT_ID", Shell.CLIENT)
                .with("BOOKINGDATE_CLIENT_SECRET", "wrong-secret");
        assertThat(shell.run("get", RUNNING)).isEqualTo(4);
    }

    @Test
    void logout_removesTheFile() {
        login("default");
        assertThat(shell.run("logout")).isZero();
        assertThat(file("default")).doesNotExist();
        assertThat(shell.run("logout")).isZero();
        assertThat(shell.err()).contains("there is no");
    }

    private void login(String profile) {
        assertThat(shell.typing(Shell.SECRET)
                        .run(
                                "login",
                                "--url",
                                url,
                                "--client-id",
                                Shell.CLIENT,
                                "--secret-stdin",
                                "--profile",
                                profile))
                .isZero();
    }

    private Path file(String profile) {
        return configuration.resolve("bookingdate").resolve(profile + ".properties");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
