package dev.bookingdate.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A contract of the Java client, read as it is written: the request that it sends, and the answer that it relies on.
 *
 * @param name {@code <consumer>/<operation>/<case>}
 */
record Contract(String name, Request request, Answer answer) {
    private static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers", "../contracts/consumers"));
    private static final JsonMapper JSON = new JsonMapper();

    /** A body that is a text is a form. */
    record Request(String method, String path, Map<String, String> query, Map<String, String> headers, JsonNode body) {}

    record Answer(int status, Map<String, String> headers, JsonNode body) {}

    static List<Contract> all() {
        Path folder = CONSUMERS.resolve("java-client");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .map(file -> read(file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Contract named(String name) {
        return read(CONSUMERS.resolve(name + ".yml"));
    }

    private static Contract read(Path file) {
        try {
            JsonNode yaml = JSON.valueToTree(new Yaml().load(Files.readString(file)));
            JsonNode request = yaml.path("request");
            JsonNode response = yaml.path("response");
            return new Contract(
                    CONSUMERS.relativize(file).toString().replace('\\', '/').replaceFirst("[.]yml$", ""),
                    new Request(
                            request.path("method").asString(),
                            request.path("url").asString(),
                            texts(request.path("queryParameters")),
                            texts(request.path("headers")),
                            request.path("body")),
                    new Answer(
                            response.path("status").asInt(), texts(response.path("headers")), response.path("body")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(JsonNode members) {
        Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        members.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asString()));
        return texts;
    }

    String operation() {
        return name.split("/")[1];
    }

    boolean succeeds() {
        return answer.status() / 100 == 2;
    }

    String jobId() {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }

    /** The access token; null where the contract sends none. */
    String token() {
        String authorization = request.headers().get("Authorization");
        return authorization == null ? null : authorization.replaceFirst("^Bearer ", "");
    }

    String header(String name) {
        return request.headers().get(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
