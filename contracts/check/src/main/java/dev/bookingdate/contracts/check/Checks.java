package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.desk.consumer.Promises;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the build asks of the contracts as they are written: they promise nothing that the spec does not, what the service
 * may answer is taken by each consumer, and nothing is left out that has no waiver.
 *
 * @param spec empty where it can't be read
 * @param coverage what of the spec they exercise
 * @param waived items of it that need not be exercised
 * @param onTrust contracts that are refused for a reason which the request does not show
 * @param violations all that is wrong
 */
public record Checks(
        Optional<Spec> spec,
        ContractFiles files,
        Coverage coverage,
        List<CoverageItem> waived,
        List<String> onTrust,
        List<Violation> violations) {

    /**
     * Runs the checks on files as they are, whatever is in them.
     *
     * @param contracts the folder with {@code consumers} and {@code waivers.yaml}
     * @param serverTests the folder with the server's tests, which waivers may name
     */
    public static Checks of(Path spec, Path contracts, Path serverTests) {
        try {
            return of(Files.readString(spec), contracts, serverTests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Checks of(String spec, Path contracts, Path serverTests) {
        return of(
                spec, ContractFiles.in(contracts.resolve("consumers")), contracts.resolve("waivers.yaml"), serverTests);
    }

    /** @param spec the text of the document */
    static Checks of(String spec, ContractFiles files, Path waivers, Path serverTests) {
        try {
            return of(Spec.of(spec), files, waivers, serverTests);
        } catch (UnusableException e) {
            List<Violation> violations = new ArrayList<>(files.broken());
            violations.add(0, Violation.of(Spec.FILE, e));
            return new Checks(Optional.empty(), files, Coverage.NONE, List.of(), List.of(), violations);
        }
    }

    static Checks of(Spec spec, ContractFiles files, Path waivers, Path serverTests) {
        ContractCheck check = new ContractCheck(spec, files);
        List<Violation> violations = new ArrayList<>(check.violations());
        violations.addAll(new ConsumerCheck(new Promises(spec.api()), files).violations());
        Coverage coverage = Coverage.of(spec, files);
        Waivers read = Waivers.read(waivers, serverTests, coverage);
        violations.addAll(read.wrong());
        coverage.items().stream()
                .filter(item -> item.level().isRequired() && !item.covered() && !read.has(item))
                .forEach(item -> violations.add(uncovered(item)));
        return new Checks(
                Optional.of(spec),
                files,
                coverage,
                coverage.items().stream().filter(read::has).toList(),
                files.contracts().stream()
                        .filter(check::refusedOnTrust)
                        .map(Contract::name)
                        .toList(),
                List.copyOf(violations));
    }

    /** Returns all that is wrong in lines; what is wrong with several files in the same way is one line. */
    public List<String> told() {
        Map<String, List<Violation>> alike = new LinkedHashMap<>();
        violations.forEach(
                violation -> alike.computeIfAbsent(violation.rule() + violation.text(), any -> new ArrayList<>())
                        .add(violation));
        return alike.values().stream()
                .map(same -> same.get(0) + (same.size() == 1 ? "" : " – and " + (same.size() - 1) + " more like it"))
                .toList();
    }

    private static Violation uncovered(CoverageItem item) {
        return new Violation(
                item.node().place().file(),
                item.node().place().line(),
                item.node().pointer(),
                Rule.UNCOVERED,
                "no contract exercises the " + item.level() + " " + item.name()
                        + "; write one, or say in contracts/waivers.yaml why not");
    }
}
