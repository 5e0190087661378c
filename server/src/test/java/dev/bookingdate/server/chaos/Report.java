package dev.bookingdate.server.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.bookingdate.server.chaos.Evidence.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened in a run, of one seed or of several.
 *
 * @param seconds how long faults were inflicted
 * @param faults how often each kind happened
 * @param occasions how often a kind was drawn and found no occasion
 * @param jobs how many ended in which status
 * @param stops how many were answered how; 0 is no answer
 */
record Report(
        List<Long> seeds,
        List<Integer> nodes,
        long seconds,
        Map<String, Long> faults,
        Map<String, Long> occasions,
        Map<String, Long> jobs,
        Map<String, Long> stops,
        long calls,
        long usersWrites,
        long chunks,
        long takeovers,
        List<Violation> violations) {

    private static final JsonMapper JSON = new JsonMapper();

    static Report of(long seed, int nodes, long seconds, Evidence evidence, List<Violation> violations) {
        Map<Event.Type, List<Event>> faults = evidence.events().stream()
                .filter(event -> event.op().equals("fault"))
                .collect(groupingBy(Event::type));
        Chunks chunks = Chunks.of(evidence);
        return new Report(
                List.of(seed),
                List.of(nodes),
                seconds,
                // A fault that is over twice, when others go on and when it ends, is one.
                counted(
                        faults.getOrDefault(Event.Type.OK, List.of()).stream()
                                .collect(groupingBy(Event::call))
                                .values()
                                .stream()
                                .map(over -> String.valueOf(over.get(0).value()))
                                .toList()),
                counted(faults.getOrDefault(Event.Type.FAIL, List.of()).stream()
                        .map(event -> String.valueOf(event.value()).replace(": no occasion", ""))
                        .toList()),
                counted(evidence.jobs().stream().map(Job::status).toList()),
                counted(evidence.events().stream()
                        .filter(event -> event.op().equals("stop") && event.type() != Event.Type.INVOKE)
                        .map(event -> event.status() == null ? "no answer" : String.valueOf(event.status()))
                        .toList()),
                evidence.events().stream()
                        .filter(event -> event.type() == Event.Type.INVOKE
                                && List.of("create", "get", "list", "stop").contains(event.op()))
                        .count(),
                evidence.events().stream()
                        .filter(event ->
                                event.type() == Event.Type.OK && event.op().equals("write"))
                        .count(),
                chunks.chunks().size(),
                chunks.takeovers(),
                violations);
    }

    /** Both together. */
    Report and(Report other) {
        return new Report(
                joined(seeds, other.seeds),
                joined(nodes, other.nodes),
                seconds + other.seconds,
                sum(faults, other.faults),
                sum(occasions, other.occasions),
                sum(jobs, other.jobs),
                sum(stops, other.stops),
                calls + other.calls,
                usersWrites + other.usersWrites,
                chunks + other.chunks,
                takeovers + other.takeovers,
                joined(violations, other.violations));
    }

    /** Writes {@code <name>.json} and {@code <name>.md}. */
    void write(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name + ".json"), JSON.writeValueAsString(this));
        Files.writeString(directory.resolve(name + ".md"), markdown());
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| what | how many |\n|---|---|\n");
        row(text, "seeds", seeds.size() == 1 ? seeds.get(0) : seeds.size() + " (" + seeds + ")");
        row(text, "nodes", nodes.size() == 1 ? nodes.get(0) : nodes);
        row(text, "minutes of faults", Math.round(seconds / 6.0) / 10.0);
        row(text, "faults", total(faults));
        row(text, "jobs", total(jobs) + " " + jobs);
        row(text, "stops", total(stops) + " " + stops);
        row(text, "calls", calls);
        row(text, "users' writes", usersWrites);
        row(text, "chunks", chunks);
        row(text, "takeovers", takeovers);
        row(text, "**violations**", violations.size());
        text.append("\n| fault | inflicted | drawn without an occasion |\n|---|---|---|\n");
        Map<String, Long> kinds = sum(faults, occasions);
        kinds.keySet()
                .forEach(kind -> text.append("| ")
                        .append(kind)
                        .append(" | ")
                        .append(faults.getOrDefault(kind, 0L))
                        .append(" | ")
                        .append(occasions.getOrDefault(kind, 0L))
                        .append(" |\n"));
        violations.forEach(violation -> text.append("\n").append(violation).append("\n"));
        return text.toString();
    }

    private static void row(StringBuilder text, String what, Object howMany) {
        text.append("| ").append(what).append(" | ").append(howMany).append(" |\n");
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> counted(List<String> names) {
        return names.stream().collect(groupingBy(name -> name, TreeMap::new, counting()));
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return Collections.unmodifiableMap(sum);
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> joined = new ArrayList<>(one);
        joined.addAll(other);
        return List.copyOf(joined);
    }
}
