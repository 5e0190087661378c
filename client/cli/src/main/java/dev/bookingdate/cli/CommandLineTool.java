package dev.bookingdate.cli;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.BackfillClientBuilder;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.Jobs;
import dev.bookingdate.client.Reason;
import dev.bookingdate.client.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Booking date backfill jobs from a terminal or a script. */
@Command(
        name = "bookingdate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Creates, lists, shows, watches and stops booking date backfill jobs.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nCredentials, the first of:%n",
        footer = {
            "  BOOKINGDATE_TOKEN, or BOOKINGDATE_CLIENT_ID and BOOKINGDATE_CLIENT_SECRET, with",
            "  BOOKINGDATE_URL or --url; and what 'bookingdate login' keeps. Neither is an option:",
            "  others could see it in the list of processes."
        })
public final class CommandLineTool {
    /** Kept, for the JDK forgets the level of a logger that nobody refers to. */
    private static final Logger CLIENT_LOG = Logger.getLogger("dev.bookingdate.client");

    /** The JDK would not tell a proxy who we are where it only passes TLS on: the credentials are those that the user has set for it. */
    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

    /** How often somebody who watches sees something new. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Map<String, String> environment;
    private final Terminal terminal;
    private final RetryPolicy retries;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "",
            scope = ScopeType.INHERIT,
            description = "Where the service is, such as https://billing.example.com.")
    private String url = "";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "",
            scope = ScopeType.INHERIT,
            description = "Which login to use, where there are several; BOOKINGDATE_PROFILE, or 'default'.")
    private String profile = "";

    @Option(
            names = "--entity",
            paramLabel = "UUID",
            defaultValue = "",
            scope = ScopeType.INHERIT,
            description = "The entity to work in, if the client may work in several; also BOOKINGDATE_ENTITY.")
    private String entity = "";

    @Option(
            names = "--org",
            paramLabel = "ID",
            scope = ScopeType.INHERIT,
            description = "With Multi-Org: only this org; may be repeated.")
    private List<String> orgs = new ArrayList<>();

    @Option(
            names = "--track-id",
            paramLabel = "TEXT",
            defaultValue = "",
            scope = ScopeType.INHERIT,
            description = "An id of your own in each request, to find it again by.")
    private String trackId = "";

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description =
                    "The HTTP proxy to go through, in place of HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; empty for none.")
    private @Nullable String proxy;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            scope = ScopeType.INHERIT,
            description = "How results are shown: 'table' for people, 'json' as the contract has it.")
    private OutputFormat format = OutputFormat.TABLE;

    CommandLineTool(Map<String, String> environment, Terminal terminal, RetryPolicy retries) {
        this.environment = environment;
        this.terminal = terminal;
        this.retries = retries;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        // What is tried again is no news for who reads one line on a failure.
        CLIENT_LOG.setLevel(Level.WARNING);
        if (System.getProperty(TUNNELING) == null) {
            System.setProperty(TUNNELING, "");
        }
        Map<String, String> environment = System.getenv();
        System.exit(
                new CommandLineTool(environment, Terminal.ofProcess(environment), RetryPolicy.standard()).run(args));
    }

    int run(String... args) {
        try {
            return commandLine().execute(args);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    CommandLine commandLine() {
        CommandLine line = new CommandLine(this)
                .addSubcommand(new Login(this))
                .addSubcommand(new Logout(this))
                .addSubcommand(new Create(this))
                .addSubcommand(new ListJobs(this))
                .addSubcommand(new Get(this))
                .addSubcommand(new Watch(this))
                .addSubcommand(new Stop(this))
                .addSubcommand(new AutoComplete.GenerateCompletion())
                .registerConverter(Duration.class, new Durations())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setParameterExceptionHandler((e, args) -> wrongUsage(e))
                .setExecutionExceptionHandler(
                        (e, failed, parsed) -> failed(e, failed).number());
        line.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
        return line;
    }

    private int wrongUsage(ParameterException e) {
        terminal.err().println("bookingdate: " + Terminal.plain(e.getMessage()));
        terminal.err().println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number();
    }

    private ExitCode failed(Exception e, CommandLine command) {
        if (e instanceof BackfillException failure) {
            say(line(failure, command));
            return ExitCode.of(failure);
        } else if (e instanceof ReaderGone) {
            return ExitCode.NOBODY_READS;
        } else if (e instanceof IllegalArgumentException wrong) {
            say(String.valueOf(wrong.getMessage()));
            return ExitCode.USAGE;
        } else if (e instanceof UncheckedIOException || e instanceof IOException) {
            say(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
        say("failed: " + e);
        return ExitCode.FAILED;
    }

    private static String line(BackfillException e, CommandLine command) {
        String reasons = e.reasons().stream().map(Reason::message).collect(Collectors.joining("; "));
        String text = reasons.isEmpty() ? String.valueOf(e.getMessage()) : reasons;
        String request = e.requestId().map(id -> " (request " + id + ")").orElse("");
        return text + request + againByKey(e, command);
    }

    /** Of a create that may have made a job, or may make one later. Without its option a dry run would be repeated as a backfill. */
    private static String againByKey(BackfillException e, CommandLine command) {
        boolean open = e.status() < 400 || e.isRetryable();
        return open
                ? e.idempotencyKey()
                        .map(key -> "; to go on without a second job: bookingdate create "
                                + (command.getParseResult().hasMatchedOption(Create.DRY_RUN)
                                        ? Create.DRY_RUN + " "
                                        : "")
                                + "--idempotency-key " + key)
                        .orElse("")
                : "";
    }

    /** One line to the standard error. */
    void say(String text) {
        terminal.err().println("bookingdate: " + Terminal.plain(text));
    }

    /** Does something with the operations of the account that the user has chosen. */
    ExitCode call(Function<Jobs, ExitCode> command) {
        Account account = account();
        try (BackfillClient client = client(account)) {
            Jobs jobs = orgs.isEmpty() ? client.jobs() : client.jobs().withOrgs(orgs.toArray(String[]::new));
            return command.apply(trackId.isEmpty() ? jobs : jobs.withTrackId(trackId));
        }
    }

    BackfillClient client(Account account) {
        BackfillClientBuilder builder =
                BackfillClient.builder().pollInterval(POLL_INTERVAL).retryPolicy(retries);
        account.applyTo(builder);
        new Proxies(proxy, environment).applyTo(builder, account.url());
        return builder.build();
    }

    private Account account() {
        String token = variable("BOOKINGDATE_TOKEN");
        String clientId = variable("BOOKINGDATE_CLIENT_ID");
        String clientSecret = variable("BOOKINGDATE_CLIENT_SECRET");
        Account account;
        if (!token.isEmpty()) {
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new IllegalArgumentException(
                        "BOOKINGDATE_TOKEN holds a character that no token has, such as a space");
            }
            account = new Account(neededUrl(), "", "", token, "");
        } else if (!clientId.isEmpty() || !clientSecret.isEmpty()) {
            if (clientId.isEmpty() || clientSecret.isEmpty()) {
                throw new IllegalArgumentException(
                        (clientId.isEmpty() ? "BOOKINGDATE_CLIENT_ID" : "BOOKINGDATE_CLIENT_SECRET")
                                + " is not set, and the other half of the credentials is");
            }
            account = Account.of(neededUrl(), clientId, clientSecret, "");
        } else {
            account = kept();
        }
        return entity().isEmpty() ? account : account.withEntity(entity());
    }

    private Account kept() {
        AccountFile file = accountFile();
        Account kept = file.read()
                .orElseThrow(() -> new IllegalArgumentException("No credentials: run 'bookingdate login', or set"
                        + " BOOKINGDATE_URL, BOOKINGDATE_CLIENT_ID and BOOKINGDATE_CLIENT_SECRET"));
        // The secret must not go to whoever an option or a variable names.
        if (!url().isEmpty() && !url().equals(kept.url())) {
            throw new IllegalArgumentException(
                    "The login is for " + kept.url() + ", and not for " + url() + ": use another --profile");
        }
        return kept;
    }

    private String neededUrl() {
        if (url().isEmpty()) {
            throw new IllegalArgumentException("BOOKINGDATE_URL is not set, and there is no --url");
        }
        return url();
    }

    String url() {
        return url.isEmpty() ? variable("BOOKINGDATE_URL") : url;
    }

    String entity() {
        return entity.isEmpty() ? variable("BOOKINGDATE_ENTITY") : entity;
    }

    /** Returns an empty text if it is not set. Files of secrets often end with the end of a line. */
    String variable(String name) {
        return environment.getOrDefault(name, "").replaceFirst("[\\r\\n]+$", "");
    }

    AccountFile accountFile() {
        String named = profile.isEmpty() ? variable("BOOKINGDATE_PROFILE") : profile;
        return AccountFile.of(named.isEmpty() ? "default" : named, environment);
    }

    Terminal terminal() {
        return terminal;
    }

    Output output(boolean array) {
        if (array && format != OutputFormat.JSON) {
            throw new IllegalArgumentException("--array is for --output json");
        }
        return format == OutputFormat.JSON
                ? new JsonOutput(terminal.out(), array)
                : new TextOutput(terminal, System::nanoTime);
    }
}
