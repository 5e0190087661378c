package dev.bookingdate.server.engine;

import static dev.bookingdate.server.engine.Scene.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.error.RequestRefused;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Random sequences of create, claim, cut, chunk, stop, settle, end and takeover by two nodes, either of which may act on
 * what it held long ago: after each step the rows are what {@link JobModel} says. Time plays no part in any of the rules.
 */
class JobModelTest {

    private static final int PARTITIONS = 2;
    private static final int PARTITION_ROWS = 6;
    private static final int WINDOW_ROWS = PARTITION_ROWS / JobModel.CHUNKS;

    private static Scene scene;

    @BeforeContainer
    static void open() {
        scene = new Scene();
        scene.charges(PARTITIONS * PARTITION_ROWS);
    }

    @AfterContainer
    static void close() {
        scene.close();
    }

    @Property(tries = 30)
    void theRowsFollowTheModel(@ForAll("sequences") ActionChain<Trial> sequence) {
        run(sequence);
    }

    @Tag("long")
    @Property(tries = 100)
    void theRowsFollowTheModel_inManyMoreSequences(@ForAll("sequences") ActionChain<Trial> sequence) {
        run(sequence);
    }

    private static void run(ActionChain<Trial> sequence) {
        sequence.withInvariant("the rows are as the model says", Trial::compare).run();
    }

    @Provide
    Arbitrary<ActionChain<Trial>> sequences() {
        return ActionChain.startWith(() -> new Trial(scene))
                .withAction(1, step("create", (trial, node, part) -> trial.create()))
                .withAction(4, step("claim", Trial::claim))
                .withAction(2, step("cut", (trial, node, part) -> trial.cut(node)))
                .withAction(10, step("chunk", Trial::chunk))
                .withAction(1, step("stop", (trial, node, part) -> trial.stop()))
                .withAction(1, step("settle", (trial, node, part) -> trial.settle()))
                .withAction(3, step("complete", (trial, node, part) -> trial.end(node, part, JobStatus.COMPLETED)))
                .withAction(1, step("fail", (trial, node, part) -> trial.end(node, part, JobStatus.FAILED)))
                .withMaxTransformations(40);
    }

    private interface Step {
        void take(Trial trial, int node, int part);
    }

    private static Action.Independent<Trial> step(String name, Step step) {
        Arbitrary<Integer> nodes = Arbitraries.integers().between(1, 2);
        Arbitrary<Integer> parts = Arbitraries.integers().between(0, PARTITIONS - 1);
        return () -> nodes.flatMap(node -> parts.map(part -> Transformer.mutate(
                name + " by node " + node + " of partition " + part, trial -> step.take(trial, node, part))));
    }

    /** The model beside the database. */
    static final class Trial {

        private record Hold(int node, int part) {}

        private record Held(Claim claim, Position position) {}

        private final Scene scene;
        private final JobStatements statements;
        private final Map<Hold, Held> held = new HashMap<>();
        private JobKey job;
        private JobModel model = new JobModel();

        Trial(Scene scene) {
            this.scene = scene;
            this.statements = scene.statements();
            for (String table : List.of(
                    "backfill_progress",
                    "backfill_granule",
                    "backfill_audit",
                    "backfill_failure",
                    "scheduled_tasks",
                    "backfill_job")) {
                scene.jdbc.sql("delete from " + table).update();
            }
            forget();
            job = scene.create();
        }

        void create() {
            boolean refused = false;
            try {
                JobKey created = scene.create();
                job = created;
            } catch (RequestRefused e) {
                assertThat(e.status()).isEqualTo(409);
                refused = true;
            }
            assertThat(refused).isEqualTo(model.isActive());
            if (!refused) {
                held.clear();
                forget();
                model = new JobModel();
            }
        }

        private void forget() {
            scene.jdbc.sql("update rate_plan_charge set booking_date = null").update();
        }

        void claim(int node, int part) {
            Optional<Claim> claim = statements.claim(new PartitionKey(job, part));
            assertThat(claim.isPresent()).isEqualTo(model.claim(part));
            claim.ifPresent(c -> held.put(new Hold(node, part), new Held(c, c.position())));
        }

        void cut(int node) {
            with(node, 0, hold -> {
                Optional<Cut> cut = Scene.cut(statements, hold.claim(), PARTITION_ROWS, PARTITIONS, new RunningJob());
                assertThat(cut.isPresent()).isEqualTo(model.cut(hold.claim().epoch(), PARTITIONS));
                cut.ifPresent(c ->
                        held.put(new Hold(node, 0), new Held(hold.claim().cutAt(c.upperKey()), hold.position())));
            });
        }

        void chunk(int node, int part) {
            with(node, part, hold -> {
                if (!hold.claim().cut()
                        || hold.position().windowAfter() >= hold.claim().upperKey()) {
                    return;
                }
                Position position = hold.position()
                        .inWindow(statements.nextWindow(hold.claim(), hold.position(), WINDOW_ROWS, new RunningJob()));
                Optional<Done> done = statements.chunk(
                        hold.claim(), new Chunk(position, 1, position.end(), false, false), new RunningJob());
                assertThat(done.isPresent())
                        .isEqualTo(model.chunk(part, hold.claim().epoch(), position.chunkNo()));
                done.ifPresent(d -> held.put(new Hold(node, part), new Held(hold.claim(), d.next())));
            });
        }

        void stop() {
            assertThat(scene.stop(job)).isEqualTo(model.stop());
        }

        void settle() {
            assertThat(statements.settleStopped(job).isPresent()).isEqualTo(model.settle());
        }

        void end(int node, int part, JobStatus wanted) {
            with(node, part, hold -> {
                statements.reconcile(hold.claim(), 50_000, new RunningJob());
                Optional<Ended> ended = statements.end(hold.claim(), wanted, "a reason");
                assertThat(ended.isPresent())
                        .isEqualTo(model.end(part, hold.claim().epoch(), wanted));
            });
        }

        private void with(int node, int part, Consumer<Held> act) {
            Held hold = held.get(new Hold(node, part));
            if (hold != null) {
                act.accept(hold);
            }
        }

        void compare() {
            String rows = scene.jdbc
                    .sql("""
                            select concat_ws(' ', j.status, case when j.stop_requested_on is null then '-' else 'stopping' end,
                                             j.epoch,
                                             (select '[' || string_agg(p.epoch || '/' || p.chunk_no, ', '
                                                                       order by p.partition_no) || ']'
                                              from backfill_progress p where p.job_id = j.job_id))
                            from backfill_job j
                            where j.job_id = :job
                            """)
                    .param("job", job.jobId())
                    .query(String.class)
                    .single();
            assertThat(rows).isEqualTo(model.toString());
            int chunks = model.parts.stream().mapToInt(part -> part.chunkNo).sum();
            assertThat(scene.audited(job)).isEqualTo((long) chunks * WINDOW_ROWS);
            assertThat(scene.jobs.get(CALLER, Scene.text(job)).recordsUpdated()).isEqualTo((long) chunks * WINDOW_ROWS);
        }
    }
}
