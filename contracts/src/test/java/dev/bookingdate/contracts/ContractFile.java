package dev.bookingdate.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** One contract as it is written: {@code <consumer>/<operation>/<case>} and what the YAML says. */
record ContractFile(String name, Map<String, Object> yaml) {
    private static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers", "consumers"));

    static List<ContractFile> all() {
        return paths().stream().map(ContractFile::read).toList();
    }

    static List<Path> paths() {
        try (Stream<Path> files = Files.walk(CONSUMERS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("README.md"))
                    .map(CONSUMERS::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContractFile read(Path file) {
        try {
            return new ContractFile(
                    file.toString().replaceFirst("[.]yml$", ""),
                    new Yaml().load(Files.readString(CONSUMERS.resolve(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String operation() {
        return name.split("/")[1];
    }

    String fileName() {
        return name.split("/")[2];
    }

    int status() {
        return (int) at("response", "status");
    }

    /** The codes of the reasons that the consumer relies on; none where the call succeeds. */
    List<String> errorCodes() {
        Object reasons = ((Map<?, ?>) at("response", "body")).get("reasons");
        return reasons == null
                ? List.of()
                : ((List<?>) reasons)
                        .stream()
                                .map(reason -> (String) ((Map<?, ?>) reason).get("code"))
                                .toList();
    }

    String text(String member) {
        return String.valueOf(yaml.get(member));
    }

    String method() {
        return ((String) at("request", "method")).toLowerCase(Locale.ROOT);
    }

    String url() {
        return (String) at("request", "url");
    }

    private Object at(String outer, String inner) {
        return ((Map<?, ?>) yaml.get(outer)).get(inner);
    }

    @Override
    public String toString() {
        return name;
    }
}
