package dev.bookingdate.cli;

import dev.bookingdate.client.BackfillClient;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = {
            "Asks for URL, client id and client secret, tries them, and keeps them in a file that you alone may read:",
            "$XDG_CONFIG_HOME/bookingdate/PROFILE.properties, or ~/.config/bookingdate/PROFILE.properties."
        })
final class Login implements Callable<Integer> {
    private final CommandLineTool tool;

    @Option(names = "--client-id", paramLabel = "ID", defaultValue = "", description = "Instead of being asked for it.")
    private String clientId = "";

    @Option(
            names = "--secret-stdin",
            description = "Read the secret from the standard input: for scripts, which can't be asked.")
    private boolean secretFromInput;

    Login(CommandLineTool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        String url = asked(tool.url(), "URL: ", "--url");
        String id = asked(
                clientId.isEmpty() ? tool.variable("BOOKINGDATE_CLIENT_ID") : clientId, "Client id: ", "--client-id");
        Account account = Account.of(url, id, secret(), tool.entity());
        try (BackfillClient client = tool.client(account)) {
            client.authenticate();
        }
        AccountFile file = tool.accountFile();
        file.write(account);
        tool.say("logged in; " + file.path() + " holds the credentials");
        return ExitCode.DONE.number();
    }

    private String asked(String given, String prompt, String option) {
        if (!given.isEmpty()) {
            return given;
        }
        String answer = tool.terminal().interactive() ? tool.terminal().lines().apply(prompt) : null;
        return needed(answer, option + " is missing");
    }

    private String secret() {
        if (secretFromInput) {
            return needed(tool.terminal().lines().apply(""), "The standard input holds no secret");
        }
        String secret = tool.terminal().interactive()
                ? tool.terminal().secrets().apply("Client secret (is not shown): ")
                : null;
        return needed(secret, "There is no terminal to ask for the secret: use --secret-stdin");
    }

    private static String needed(@Nullable String answer, String otherwise) {
        String given = Objects.requireNonNullElse(answer, "").strip();
        if (given.isEmpty()) {
            throw new IllegalArgumentException(otherwise);
        }
        return given;
    }
}
