package dev.bookingdate.server.start;

import dev.bookingdate.server.charge.ImportCommand;
import dev.bookingdate.server.engine.SharedJobQueue;
import dev.bookingdate.server.export.ExportCommand;
import dev.bookingdate.server.job.JobsCommand;
import dev.bookingdate.server.job.UndoCommand;
import dev.bookingdate.server.tenant.TenantsCommand;
import dev.bookingdate.server.token.ClientsCommand;
import dev.bookingdate.server.token.KeysCommand;
import dev.bookingdate.server.webhook.WebhooksCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.boot.diagnostics.FailureAnalysis;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the server's jar. Without a command it serves. */
@Command(
        name = "booking-date-backfill-server",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        description = "Serves the booking date backfill API, or does one thing beside the servers.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {HelpCommand.class, GenerateCompletion.class},
        footer = {
            "",
            "Without a command, or with settings alone, it serves. Settings are those of",
            "docs/configuration.md and Spring Boot's, such as --server.port=8080; they may",
            "follow any command, which finds its database by them."
        })
public final class Commands {

    /** A dot tells the settings, which are Spring's and many, from the options of a command. */
    private static final Pattern SETTING = Pattern.compile("--(debug|trace|[^=]*[.][^=]*)(=.*)?", Pattern.DOTALL);

    private static final Pattern ANY_SETTING = Pattern.compile("--[^=]+=.*", Pattern.DOTALL);

    private Commands() {}

    /**
     * Runs the command that the arguments name.
     *
     * @return the exit code; empty when the server is to be started, with the same arguments
     */
    public static OptionalInt run(String... args) {
        List<String> settings = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String arg : args) {
            (SETTING.matcher(arg).matches() ? settings : others).add(arg);
        }
        if (others.stream().allMatch(arg -> ANY_SETTING.matcher(arg).matches())) {
            return OptionalInt.empty();
        }
        var serve = new Serve();
        int exitCode = commandLine(serve, () -> CommandDatabase.open(settings), settings.contains("--debug"))
                .execute(others.toArray(String[]::new));
        return serve.isWanted ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** Each command gets the database, which it opens when it needs it and closes. */
    private static CommandLine commandLine(Serve serve, Supplier<CommandDatabase> database, boolean debug) {
        CommandLine commands = new CommandLine(new Commands())
                .addSubcommand(serve)
                .addSubcommand(new DoctorCommand(database))
                .addSubcommand(new ImportCommand(database))
                .addSubcommand(new ExportCommand(database))
                .addSubcommand(new JobsCommand(database))
                .addSubcommand(new UndoCommand(database, SharedJobQueue::new))
                .addSubcommand(new TenantsCommand(database))
                .addSubcommand(new WebhooksCommand(database))
                .addSubcommand(new ClientsCommand(database))
                .addSubcommand(new KeysCommand<>(database))
                .setParameterExceptionHandler((wrong, args) -> refuse(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, command.getErr(), debug));
        commands.getSubcommands().values().forEach(one -> one.getCommandSpec().versionProvider(new Version()));
        return commands;
    }

    /** A screen full of help would hide what is wrong. */
    private static int refuse(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            err.println("There is no command " + unmatched.getUnmatched().get(0) + ".");
            unmatched.getSuggestions().stream()
                    .findFirst()
                    .ifPresent(nearest -> err.println("Did you mean " + nearest + "?"));
        } else {
            err.println(wrong.getMessage());
            UnmatchedArgumentException.printSuggestions(wrong, err);
        }
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    /** What a command does not answer by itself comes from its database, which could not be opened or closed. */
    private static int tell(Exception failure, PrintWriter err, boolean debug) {
        FailureAnalysis analysis = new StartFailure().analyze(failure);
        err.println(analysis.getDescription());
        err.println(analysis.getAction());
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return StartFailure.exitCode(failure);
    }

    /** Only says that the server is wanted: it is started where no command line waits for its end. */
    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = "Serves the API until it is ended. What happens without a command.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "1:it can't start; the message says why",
                "2:wrong option, or a setting with a value that it can't have",
                "3:the database can't be used",
                "143:ended by SIGTERM, 130 by Ctrl-C"
            })
    private static final class Serve implements Runnable {

        private boolean isWanted;

        @Override
        public void run() {
            isWanted = true;
        }
    }

    /** What {@code /actuator/info} tells as well. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            try (InputStream info = Commands.class.getResourceAsStream("/META-INF/build-info.properties")) {
                var build = new Properties();
                if (info != null) {
                    build.load(info);
                }
                return new String[] {"booking-date-backfill-server " + build.getProperty("build.version", "unknown")};
            }
        }
    }
}
