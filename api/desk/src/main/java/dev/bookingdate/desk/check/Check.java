package dev.bookingdate.desk.check;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.consumer.Call;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.consumer.Consumers;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a document is fit to be released. Beside it stand, where they exist, {@code house-rules.yaml}, {@code waivers.yaml},
 * {@code CHANGELOG.md}, {@code retired.yaml} and the folder {@code released}.
 *
 * <p>What a look takes from released versions and from consumers is kept for the next one, as long as their files stay the same.
 */
public final class Check {
    private final Path document;
    private final Optional<Path> consumers;
    private final List<Code> code;
    private final Memory memory = new Memory();

    /**
     * @param consumers the folder that has a folder for each consumer
     * @param code sources that must have each operation of a tag
     */
    public Check(Path document, Optional<Path> consumers, List<Code> code) {
        this.document = document;
        this.consumers = consumers;
        this.code = List.copyOf(code);
    }

    /** What was found, the red ones first. */
    public record Outcome(List<Remark> remarks) {
        public boolean isRed() {
            return remarks.stream().anyMatch(Remark::isRed);
        }
    }

    /** Looks at everything; a document that can't be read is one remark in the exception's message. */
    public Outcome run(LocalDate today) {
        Api api = Api.read(document);
        Shapes shapes = new Shapes(api.root());
        List<Remark> invalid = new ArrayList<>(shapes.errors());
        if (invalid.isEmpty()) {
            invalid.addAll(Validity.of(api, shapes.parts()));
        }
        if (!invalid.isEmpty()) {
            return sorted(invalid);
        }
        Waivers waivers = Waivers.read(beside("waivers.yaml"), today);
        Consumers all = memory.same(consumers
                .map(folder -> Consumers.read(folder, folder.toString()))
                .orElse(new Consumers(List.of())));
        List<Remark> remarks = new ArrayList<>();
        rules(api).stream().filter(remark -> !waivers.covers(remark)).forEach(remarks::add);
        remarks.addAll(ExampleCheck.of(api));
        consumers.ifPresent(folder -> withoutContract(api, all, folder).stream()
                .filter(remark -> !waivers.covers(remark))
                .forEach(remarks::add));
        code.stream()
                .flatMap(sources -> sources.missing(api).stream())
                .filter(remark -> !waivers.covers(remark))
                .forEach(remarks::add);
        remarks.addAll(Release.errors(beside("released"), beside("CHANGELOG.md")));
        remarks.addAll(new Releases(api, all, waivers, today, memory).remarks(inUse(today)));
        remarks.addAll(waivers.errors());
        return sorted(remarks);
    }

    private List<Release> inUse(LocalDate today) {
        return Release.inUse(beside("released"), beside("retired.yaml"), today);
    }

    private Path beside(String name) {
        return document.resolveSibling(name);
    }

    /** A node that several places refer to is reported once. */
    private static Outcome sorted(List<Remark> remarks) {
        Map<String, Remark> sorted = new LinkedHashMap<>();
        remarks.stream().filter(Remark::isRed).forEach(one -> sorted.putIfAbsent(one.toString(), one));
        remarks.stream().filter(one -> !one.isRed()).forEach(one -> sorted.putIfAbsent(one.toString(), one));
        return new Outcome(List.copyOf(sorted.values()));
    }

    private List<Remark> rules(Api api) {
        Path file = beside("house-rules.yaml");
        if (!Files.exists(file)) {
            return List.of();
        }
        List<HouseRule> rules = HouseRule.read(file);
        Map<String, Remark> remarks = new LinkedHashMap<>();
        Set<String> about = rules.stream().map(HouseRule::each).collect(Collectors.toSet());
        for (View view : Views.of(api, about)) {
            for (HouseRule rule : rules) {
                // A node that several places refer to is reported once.
                rule.remark(view).ifPresent(remark -> remarks.putIfAbsent(remark.rule() + remark.place(), remark));
            }
        }
        return new ArrayList<>(remarks.values());
    }

    private static List<Remark> withoutContract(Api api, Consumers consumers, Path folder) {
        List<Remark> remarks = new ArrayList<>();
        for (Operation operation : api.operations().values()) {
            boolean has = consumers.all().stream()
                    .anyMatch(consumer -> consumer.calling(operation.key()).stream()
                            .anyMatch(call -> hasContract(folder, consumer, call)));
            if (!has) {
                String text = operation.name() + " has no contract: no consumer.yaml in " + folder
                        + " calls it and has an example of it";
                remarks.add(Remark.waivable(
                        operation.node().place(),
                        "error",
                        "contract-missing",
                        text,
                        operation.node().pointer(),
                        ""));
            }
        }
        return remarks;
    }

    private static boolean hasContract(Path folder, Consumer consumer, Call call) {
        Path examples = folder.resolve(consumer.name()).resolve(call.name());
        if (!Files.isDirectory(examples)) {
            return false;
        }
        try (Stream<Path> files = Files.list(examples)) {
            return files.anyMatch(file -> file.toString().endsWith(".yml"));
        } catch (IOException unreadable) {
            throw new UnusableException(examples + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }

    /** Returns all files that the outcome depends on, as folders. */
    public List<Path> folders() {
        List<Path> roots = new ArrayList<>();
        roots.add(document.toAbsolutePath().getParent());
        consumers.ifPresent(folder -> roots.add(folder.toAbsolutePath()));
        code.forEach(sources -> roots.add(sources.folder().toAbsolutePath()));
        return roots;
    }
}
