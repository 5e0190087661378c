package dev.bookingdate.server.command;

import dev.bookingdate.server.auth.ClientsCommand;
import dev.bookingdate.server.auth.KeysCommand;
import dev.bookingdate.server.charge.ImportCommand;
import dev.bookingdate.server.engine.SharedJobQueue;
import dev.bookingdate.server.job.UndoCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.core.NestedExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Runs the command that the first argument names. */
public final class Commands {

    /** Each command by its name; it gets the database, which it opens when it needs it and closes. */
    private static final Map<String, Function<Supplier<CommandDatabase>, Object>> COMMANDS = Map.of(
            "import",
            ImportCommand::new,
            "clients",
            ClientsCommand::new,
            "keys",
            KeysCommand::new,
            "undo",
            database -> new UndoCommand(database, SharedJobQueue::new));

    private static final List<String> SERVER_OPTIONS = List.of("--bookingdate.", "--spring.", "--logging.");

    private static final int DATABASE_FAILED = 3;

    private Commands() {}

    /**
     * Runs a command. Options of the server, such as {@code --bookingdate.data-dir}, may stand anywhere behind it.
     *
     * @return the exit code; empty when the first argument names no command
     */
    public static OptionalInt run(String... args) {
        Function<Supplier<CommandDatabase>, Object> command = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (command == null) {
            return OptionalInt.empty();
        }
        List<String> ofCommand = new ArrayList<>();
        List<String> ofServer = new ArrayList<>();
        for (String arg : List.of(args).subList(1, args.length)) {
            (SERVER_OPTIONS.stream().anyMatch(arg::startsWith) ? ofServer : ofCommand).add(arg);
        }
        Object ready = command.apply(() -> CommandDatabase.open(ofServer));
        return OptionalInt.of(new CommandLine(ready)
                .setExecutionExceptionHandler(Commands::tell)
                .execute(ofCommand.toArray(String[]::new)));
    }

    /** What a command does not answer by itself comes from its database, which could not be opened or closed. */
    private static int tell(Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr()
                .println("The database can't be used: "
                        + NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        command.getErr().flush();
        return DATABASE_FAILED;
    }
}
