package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.YamlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The files under {@code contracts/consumers}.
 *
 * @param broken files that are no contracts and are not allowed to be none
 */
public record ContractFiles(List<Contract> contracts, List<Violation> broken) {
    private static final String SHOWN_AS = "contracts/consumers/";
    private static final Pattern CONTRACT = Pattern.compile("([a-z0-9]+(-[a-z0-9]+)*/){2}[a-z0-9]+(-[a-z0-9]+)*[.]yml");
    private static final Pattern README = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*/README[.]md");

    /** Reads all contracts, in the order of their names. */
    public static ContractFiles in(Path consumers) {
        List<Contract> contracts = new ArrayList<>();
        List<Violation> broken = new ArrayList<>();
        for (String path : paths(consumers)) {
            if (CONTRACT.matcher(path).matches()) {
                read(consumers, path, contracts, broken);
            } else if (!README.matcher(path).matches()) {
                broken.add(broken(
                        path, 1, "only <consumer>/README.md and <consumer>/<operation>/<case>.yml, in kebab-case"));
            }
        }
        return new ContractFiles(List.copyOf(contracts), List.copyOf(broken));
    }

    private static void read(Path consumers, String path, List<Contract> contracts, List<Violation> broken) {
        try {
            contracts.add(new Contract(
                    path.replaceFirst("[.]yml$", ""), YamlSource.read(consumers.resolve(path), SHOWN_AS + path)));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            broken.add(broken(path, line, "not YAML: " + e.getProblem()));
        } catch (YAMLException | IllegalArgumentException e) {
            broken.add(broken(path, 1, "not YAML: " + e.getMessage()));
        }
    }

    private static Violation broken(String path, int line, String text) {
        return new Violation(SHOWN_AS + path, line, "", Rule.FORM, text);
    }

    private static List<String> paths(Path consumers) {
        try (Stream<Path> files = Files.walk(consumers)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> consumers.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
