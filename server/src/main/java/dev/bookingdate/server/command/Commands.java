package dev.bookingdate.server.command;

import dev.bookingdate.server.charge.ImportCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Runs the command that the first argument names. */
public final class Commands {

    private static final List<String> SERVER_OPTIONS = List.of("--bookingdate.", "--spring.", "--logging.");

    private Commands() {}

    /**
     * Runs a command. Options of the server, such as {@code --bookingdate.data-dir}, may stand anywhere behind it.
     *
     * @return the exit code; empty when the first argument names no command
     */
    public static OptionalInt run(String... args) {
        if (args.length == 0 || !args[0].equals("import")) {
            return OptionalInt.empty();
        }
        List<String> ofCommand = new ArrayList<>();
        List<String> ofServer = new ArrayList<>();
        for (String arg : List.of(args).subList(1, args.length)) {
            (SERVER_OPTIONS.stream().anyMatch(arg::startsWith) ? ofServer : ofCommand).add(arg);
        }
        ImportCommand command = new ImportCommand(() -> CommandDatabase.open(ofServer));
        return OptionalInt.of(new CommandLine(command).execute(ofCommand.toArray(String[]::new)));
    }
}
