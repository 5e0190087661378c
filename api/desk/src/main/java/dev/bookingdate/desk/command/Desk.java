package dev.bookingdate.desk.command;

import dev.bookingdate.desk.source.UnusableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command line. */
@Command(
        name = "desk",
        mixinStandardHelpOptions = true,
        versionProvider = Desk.Version.class,
        description = "Says what an edit of an OpenAPI 3.0 document breaks.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HelpCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing changed, or compatible", "1:breaking or unclear", "2:unusable input"})
public final class Desk {
    private Desk() {}

    /** Runs the command that the arguments name. */
    public static void main(String... args) {
        // The validator logs through SLF4J, which would complain that nobody listens.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(commandLine(Clock.system(ZoneId.systemDefault())).execute(args));
    }

    static CommandLine commandLine(Clock clock) {
        CommandLine desk = new CommandLine(new Desk())
                .addSubcommand(new BundleCommand())
                .addSubcommand(new DiffCommand(clock))
                .addSubcommand(new CheckCommand(clock))
                .addSubcommand(new WatchCommand(clock))
                .addSubcommand(new PreviewCommand())
                .addSubcommand(new MockCommand())
                .addSubcommand(new CanIReleaseCommand(clock))
                .addSubcommand(new ReleaseCommand(clock))
                .addSubcommand(new ExplainCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, args) -> refuse(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, command.getErr()));
        desk.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        desk.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return desk;
    }

    private static int refuse(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return 2;
    }

    /** One line for a document that can't be used; anything else is a defect, which needs its stack. */
    private static int tell(Exception failure, PrintWriter err) {
        if (failure instanceof UnusableException) {
            err.println(failure.getMessage());
        } else {
            err.println("The desk itself failed; please report this:");
            failure.printStackTrace(err);
        }
        err.flush();
        return 2;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Desk.class.getPackage().getImplementationVersion();
            return new String[] {"desk " + (version == null ? "of an unpacked build" : version)};
        }
    }
}
