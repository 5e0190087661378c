package dev.bookingdate.contracts.agreement;

import dev.bookingdate.contracts.spec.YamlSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@code contracts/consumers.yaml}: the module whose tests replay the contracts of a consumer from its side. */
final class Replayers {
    /** Said of a consumer that is not built yet. */
    static final String NOBODY_YET = "nobody yet";

    private Replayers() {}

    static Map<String, String> read(Path file) {
        Map<String, String> replayers = new TreeMap<>();
        YamlSource.read(file, "contracts/consumers.yaml")
                .json()
                .properties()
                .forEach(line -> replayers.put(line.getKey(), line.getValue().asString()));
        return replayers;
    }
}
