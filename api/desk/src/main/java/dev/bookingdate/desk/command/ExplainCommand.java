package dev.bookingdate.desk.command;

import dev.bookingdate.desk.diff.Explanation;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Tells a rule, its reason and an example; without a name, all rules.")
final class ExplainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(paramLabel = "RULE", arity = "0..1", description = "such as answer-member-optional")
    private Optional<String> rule = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        if (rule.isEmpty()) {
            Explanation.all().forEach(one -> out.printf("%-40s %s%n", one.rule(), one.verdict()));
            out.flush();
            return 0;
        }
        Optional<Explanation> found = Explanation.of(rule.get());
        if (found.isEmpty()) {
            PrintWriter err = command.commandLine().getErr();
            err.println("There is no rule " + rule.get() + "; 'explain' without a name lists them.");
            err.flush();
            return 2;
        }
        out.print(found.get().text());
        out.flush();
        return 0;
    }
}
