package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.Spec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that the build asks of the contracts as they are written: they promise nothing that the spec does not, and leave nothing
 * out that has no waiver.
 *
 * @param coverage what of the spec they exercise
 * @param waived items of it that need not be exercised
 * @param violations all that is wrong
 */
public record Checks(ContractFiles files, Coverage coverage, List<CoverageItem> waived, List<Violation> violations) {

    /**
     * Runs the checks.
     *
     * @param contracts the folder with {@code consumers} and {@code waivers.yaml}
     * @param serverTests the folder with the server's tests, which waivers may name
     */
    public static Checks of(Spec spec, Path contracts, Path serverTests) {
        ContractFiles files = ContractFiles.in(contracts.resolve("consumers"));
        Coverage coverage = Coverage.of(spec, files.contracts());
        Waivers waivers = Waivers.read(contracts.resolve("waivers.yaml"), serverTests, coverage);
        List<Violation> violations = new ArrayList<>(new ContractCheck(spec).violations(files));
        violations.addAll(waivers.wrong());
        violations.addAll(uncovered(spec, coverage, waivers));
        return new Checks(
                files, coverage, coverage.items().stream().filter(waivers::has).toList(), List.copyOf(violations));
    }

    private static List<Violation> uncovered(Spec spec, Coverage coverage, Waivers waivers) {
        return Arrays.stream(Level.values())
                .flatMap(level -> {
                    List<CoverageItem> items = coverage.items().stream()
                            .filter(item -> item.level() == level)
                            .toList();
                    List<CoverageItem> missing = items.stream()
                            .filter(item -> !item.covered() && !waivers.has(item))
                            .toList();
                    boolean enough = 100 * (items.size() - missing.size()) >= level.floor() * items.size();
                    return enough ? Stream.<Violation>empty() : missing.stream().map(item -> uncovered(spec, item));
                })
                .toList();
    }

    private static Violation uncovered(Spec spec, CoverageItem item) {
        return new Violation(
                Spec.FILE,
                spec.source().line(item.pointer()),
                item.pointer(),
                Rule.UNCOVERED,
                "no contract exercises the " + item.level() + " " + item.name() + " (at least "
                        + item.level().floor() + " % must be); write one, or say in contracts/waivers.yaml why not");
    }
}
