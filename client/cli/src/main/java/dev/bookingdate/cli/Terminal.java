package dev.bookingdate.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the program writes to and reads from.
 *
 * @param interactive whether somebody sits there, and not a pipe
 * @param lively whether a line can be written anew in place
 * @param coloured whether colours are wanted
 * @param columns asks for the width of a line, which changes with its window
 * @param lines asks for a line by a prompt; gives null at the end of the input
 * @param secrets asks for a secret by a prompt, and does not show what is typed; null as well
 */
record Terminal(
        PrintWriter out,
        PrintWriter err,
        boolean interactive,
        boolean lively,
        boolean coloured,
        IntSupplier columns,
        Function<String, @Nullable String> lines,
        Function<String, @Nullable String> secrets) {

    private static final int USUAL_WIDTH = 80;

    /** That of the process. */
    static Terminal ofProcess(Map<String, String> environment) {
        Console console = console();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        Terminal terminal = of(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                console != null,
                environment,
                // Not both from the same input: what the one has read ahead, the other would miss.
                prompt -> console != null ? console.readLine("%s", prompt) : line(input),
                prompt -> {
                    char[] secret = console == null ? null : console.readPassword("%s", prompt);
                    return secret == null ? null : new String(secret);
                });
        return terminal.lively() ? terminal.measured() : terminal;
    }

    /** With the width of its window, where that can be asked for. */
    private Terminal measured() {
        IntSupplier fallback = columns;
        return new Terminal(
                out, err, interactive, true, coloured, () -> TerminalWidth.ask().orElseGet(fallback), lines, secrets);
    }

    int width() {
        return columns.getAsInt();
    }

    static Terminal of(
            PrintWriter out,
            PrintWriter err,
            boolean interactive,
            Map<String, String> environment,
            Function<String, @Nullable String> lines,
            Function<String, @Nullable String> secrets) {
        boolean windows = environment.getOrDefault("OS", "").startsWith("Windows");
        boolean lively = interactive
                && !environment.getOrDefault("TERM", "").equals("dumb")
                && (!windows || takesEscapes(environment));
        // no-color.org: any value but the empty one.
        boolean coloured = lively && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                out,
                err,
                interactive,
                lively,
                coloured,
                () -> width(environment.getOrDefault("COLUMNS", "")),
                lines,
                secrets);
    }

    /** The old console of Windows shows escape sequences as text; what takes them says so. */
    private static boolean takesEscapes(Map<String, String> environment) {
        return environment.containsKey("WT_SESSION")
                || environment.containsKey("ANSICON")
                || environment.containsKey("TERM")
                || environment.getOrDefault("ConEmuANSI", "").equals("ON");
    }

    private static int width(String columns) {
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    /** Null where there is no terminal. From Java 22 on there is a console for pipes as well, which tells by a method. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console console() {
        Console console = System.console();
        try {
            return console == null
                            || (boolean) Console.class.getMethod("isTerminal").invoke(console)
                    ? console
                    : null;
        } catch (NoSuchMethodException e) {
            return console;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static @Nullable String line(BufferedReader input) {
        try {
            return input.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text of the service, without what could move the cursor, or more. */
    static String plain(@Nullable String text) {
        return String.valueOf(text).replaceAll("[\\p{Cntrl}\\u0080-\\u009f]+", " ");
    }
}
