package dev.bookingdate.contracts;

import static java.util.Objects.requireNonNull;

import com.github.tomakehurst.wiremock.common.FatalStartupException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the stubs as a program of its own, for teams whose tests don't run on the JVM. */
@Command(
        name = "stubs-server",
        mixinStandardHelpOptions = true,
        versionProvider = StubsServer.Version.class,
        sortOptions = false,
        description = "Serves what the contracts promise, on 127.0.0.1, until it is stopped.",
        footer = {
            "",
            "A request that no contract covers is answered with 404 and a text that names the nearest one;",
            "with --document, as an example of the document says.",
            "Where contracts of two consumers fit a request, the consumer that was named first answers;",
            "without --consumer that is the order of their names.",
            "",
            "The admin interface of WireMock is served as well: DELETE /__admin/requests forgets the requests,",
            "POST /__admin/scenarios/reset brings the jobs back into their first state."
        })
public final class StubsServer implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description = "0 for a free one; default: 8090")
    private int port;

    @Option(
            names = "--consumer",
            paramLabel = "NAME",
            description = "whose contracts; may be repeated; default: those of all consumers")
    private @Nullable List<String> consumers;

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description = {
                "the OpenAPI document: its examples answer what no contract covers,",
                "and calls with Prefer: code=409 or Prefer: example=NAME; a save is read with the next call"
            })
    private @Nullable Path document;

    @Option(names = "--list", description = "only list the contracts by name")
    private boolean list;

    @Spec
    private @Nullable CommandSpec command;

    /** Serves until the process is ended. Exits with 1 if the port is taken, and with 2 if the arguments are wrong. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new StubsServer());
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = requireNonNull(command).commandLine();
        if (port < 0 || port > 65535) {
            throw new ParameterException(line, "There is no port " + port + ", only 0 to 65535");
        }
        List<String> wanted = consumers == null ? StubFiles.consumers() : consumers;
        ConsumerStubs stubs;
        try {
            stubs = new ConsumerStubs(wanted);
            if (document != null) {
                stubs.mock(DocumentMock.of(document, said -> line.getErr().println(said)));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
        if (list) {
            StubFiles.ofConsumers(wanted).keySet().forEach(line.getOut()::println);
            return 0;
        }
        try {
            stubs.start(port);
        } catch (FatalStartupException e) {
            line.getErr().println("The stubs can't be served on port " + port + " of 127.0.0.1: " + cause(e));
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(stubs::close, "stop"));
        line.getOut().println("Serving " + String.join(", ", wanted) + " at " + stubs.baseUrl());
        line.getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static String cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** The version of the contracts. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {StubFiles.version()};
        }
    }
}
