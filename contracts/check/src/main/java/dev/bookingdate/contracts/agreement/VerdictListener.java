package dev.bookingdate.contracts.agreement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down what the tests of a module say of the contracts, and then the page anew: also where they fail, since then it is
 * wanted most. Tests that speak for a side are tagged {@code contract-spec}, {@code contract-service} or {@code contract-consumer}.
 *
 * <p>Registered as a {@link LauncherSessionListener}: a session is all that one JVM runs, where each class may be a run of its
 * own. Modules tell where contracts and spec are by the system properties {@code contract.consumers} and {@code
 * contract.spec}; without these nothing is written.
 */
public final class VerdictListener implements LauncherSessionListener, TestExecutionListener {
    private static final int LONGEST_MESSAGE = 600;

    private final Supplier<Optional<Workplace>> workplace;
    private final VerdictFile file;
    private final Queue<Said> said = new ConcurrentLinkedQueue<>();
    private volatile Optional<TestPlan> plan = Optional.empty();
    private volatile boolean asked;

    /** What one test said; the fingerprint is added when all are done. */
    private record Said(String contract, Side side, boolean agrees, String message) {}

    /** For JUnit Platform: the file is {@code target/contract-verdicts.json} of the module whose tests run. */
    public VerdictListener() {
        this(Workplace::fromProperties, new VerdictFile(Path.of("target", VerdictFile.NAME)));
    }

    VerdictListener(Supplier<Optional<Workplace>> workplace, VerdictFile file) {
        this.workplace = workplace;
        this.file = file;
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(this);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = Optional.of(testPlan);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest()) {
            return;
        }
        Optional<Side> side = Side.of(tags(test));
        Optional<String> contract = TestedContract.of(test);
        asked = asked || side.isPresent();
        if (result.getStatus() != Status.ABORTED && side.isPresent() && contract.isPresent()) {
            said.add(new Said(contract.get(), side.get(), result.getStatus() == Status.SUCCESSFUL, message(result)));
        }
    }

    /** Its own and those of all that it is in: a single case of a parameterized test has only the former. */
    private Set<TestTag> tags(TestIdentifier test) {
        Set<TestTag> tags = new HashSet<>(test.getTags());
        Optional<TestIdentifier> parent = plan.flatMap(all -> all.getParent(test));
        while (parent.isPresent()) {
            tags.addAll(parent.get().getTags());
            TestIdentifier child = parent.get();
            parent = plan.flatMap(all -> all.getParent(child));
        }
        return tags;
    }

    private static String message(TestExecutionResult result) {
        String message =
                result.getThrowable().map(Throwable::toString).orElse("").strip();
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + " …";
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Optional<Workplace> place = workplace.get();
        if (place.isEmpty() || !asked) {
            return;
        }
        Map<String, String> fingerprints = place.get().fingerprints();
        List<Verdict> verdicts = new ArrayList<>();
        for (Said one : said) {
            String of = fingerprints.get(Workplace.key(one.contract(), one.side()));
            if (of != null) {
                verdicts.add(new Verdict(one.contract(), one.side(), one.agrees(), one.message(), of));
            }
        }
        place.get().whileNobodyElseWrites(() -> {
            file.add(verdicts);
            place.get().writeReport(fingerprints);
        });
    }
}
