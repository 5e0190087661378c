package dev.bookingdate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "logout", mixinStandardHelpOptions = true, description = "Removes what login has kept.")
final class Logout implements Callable<Integer> {
    private final CommandLineTool tool;

    Logout(CommandLineTool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        AccountFile file = tool.accountFile();
        tool.say(file.remove() ? file.path() + " is removed" : "there is no " + file.path());
        return ExitCode.DONE.number();
    }
}
