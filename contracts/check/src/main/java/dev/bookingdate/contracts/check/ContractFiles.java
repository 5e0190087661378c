package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files under {@code contracts/consumers}.
 *
 * @param consumers what each consumer says that it relies on, by its name
 * @param broken files that are neither, and are not allowed to be
 */
public record ContractFiles(List<Contract> contracts, Map<String, Consumer> consumers, List<Violation> broken) {
    private static final String SHOWN_AS = "contracts/consumers/";
    private static final Pattern CONTRACT = Pattern.compile("([a-z0-9]+(-[a-z0-9]+)*/){2}[a-z0-9]+(-[a-z0-9]+)*[.]yml");
    private static final Pattern OF_CONSUMER = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*/(README[.]md|consumer[.]yaml)");

    /** Reads all contracts, in the order of their names. */
    public static ContractFiles in(Path folder) {
        ContractFiles files = new ContractFiles(new ArrayList<>(), new TreeMap<>(), new ArrayList<>());
        TreeSet<String> consumers = new TreeSet<>();
        for (String path : paths(folder)) {
            if (CONTRACT.matcher(path).matches()) {
                consumers.add(path.substring(0, path.indexOf('/')));
                files.contract(folder, path);
            } else if (!OF_CONSUMER.matcher(path).matches()) {
                files.broken(
                        path,
                        new UnusableException("only <consumer>/README.md, <consumer>/consumer.yaml and"
                                + " <consumer>/<operation>/<case>.yml, in kebab-case"));
            }
        }
        consumers.forEach(name -> files.consumer(folder, name));
        return files;
    }

    /** The names of a consumer's contracts, in their order. */
    public List<String> of(String consumer) {
        return contracts.stream()
                .map(Contract::name)
                .filter(name -> name.startsWith(consumer + "/"))
                .toList();
    }

    private void contract(Path folder, String path) {
        try {
            contracts.add(Contract.of(
                    path.replaceFirst("[.]yml$", ""), SpecFiles.data(folder.resolve(path), SHOWN_AS + path)));
        } catch (UnusableException e) {
            broken(path, e);
        }
    }

    private void consumer(Path folder, String name) {
        String path = name + "/" + Consumer.FILE;
        try {
            consumers.put(name, Consumer.read(name, folder.resolve(path), SHOWN_AS + path));
        } catch (UnusableException e) {
            broken(path, e);
        }
    }

    private void broken(String path, UnusableException unusable) {
        broken.add(Violation.of(SHOWN_AS + path, unusable));
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
