package dev.bookingdate.server.idempotency;

import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs a call once for each key, on whichever node it arrives. One transaction holds what the call does and what it
 * answers: a crash at any moment leaves both or neither, and no key is left behind as running.
 */
@Service
public class IdempotentCalls {

    private static final SqlFile FIND = SqlFile.of(IdempotentCalls.class, "find.sql");
    private static final SqlFile LOCK = SqlFile.of(IdempotentCalls.class, "lock.sql");
    private static final SqlFile STORE = SqlFile.of(IdempotentCalls.class, "store.sql");
    private static final SqlFile FORGET = SqlFile.of(IdempotentCalls.class, "forget.sql");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    IdempotentCalls(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Answers a call: with the answer to the first call of this key, or by running the operation. When this returns, the
     * answer is stored, if it is of the kind that is.
     *
     * @param request what the call asks for; the same key must ask for the same
     * @param operation works on this thread, in this transaction
     * @throws RequestRefused 409, category 50, while the first call is running; 422 when it asked for something else
     */
    public Answer answer(Key key, Sha256 request, Supplier<Answer> operation) {
        Sha256 hash = key.hash();
        // Before the lock: repetitions of a call that is over must not get into each other's way.
        Optional<Answer> earlier = find(key, hash, request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Answer answer = transaction.execute(status -> first(key, hash, request, operation, status));
        return answer;
    }

    private Answer first(Key key, Sha256 hash, Sha256 request, Supplier<Answer> operation, TransactionStatus status) {
        if (!lock(hash)) {
            throw new RequestRefused(
                    ErrorCategory.LOCKING_CONTENTION, "A request with the same Idempotency-Key is still running.");
        }
        // A statement of its own, for it has to see what the last holder of the lock has committed.
        Optional<Answer> earlier = find(key, hash, request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Answer answer = operation.get();
        if (answer.isKept()) {
            store(key, hash, request, answer);
            forgetOld();
        } else {
            status.setRollbackOnly();
        }
        return answer;
    }

    /** Deletes some of the answers that no longer count, and tells how many. */
    public int forgetOld() {
        return jdbc.sql(FORGET.text()).update();
    }

    private boolean lock(Sha256 hash) {
        return jdbc.sql(LOCK.text())
                .param("lock", hash.lock())
                .query((row, rowNumber) -> row.getBoolean("locked"))
                .single();
    }

    private Optional<Answer> find(Key key, Sha256 hash, Sha256 request) {
        return jdbc.sql(FIND.text())
                .param("tenantId", key.tenantId())
                .param("keyHash", hash.bytes())
                .query((row, rowNumber) -> {
                    if (!Arrays.equals(row.getBytes("request_hash"), request.bytes())) {
                        throw new RequestRefused(
                                422,
                                ErrorCategory.BUSINESS_RULE,
                                "The Idempotency-Key was already used with another method, URL, body or Zuora-Org-Ids.");
                    }
                    return Answer.replayed(
                            row.getInt("status"),
                            row.getObject("request_id", UUID.class),
                            List.of((String[]) row.getArray("headers").getArray()),
                            row.getBytes("body"));
                })
                .optional();
    }

    private void store(Key key, Sha256 hash, Sha256 request, Answer answer) {
        jdbc.sql(STORE.text())
                .param("tenantId", key.tenantId())
                .param("keyHash", hash.bytes())
                .param("requestHash", request.bytes())
                .param("status", answer.status())
                .param("requestId", answer.requestId())
                .param("headers", answer.headers().toArray(String[]::new))
                .param("body", answer.body())
                .update();
    }

    /**
     * A key with those for whom it counts: the same key of another tenant, client or entity is another key.
     *
     * @param client the client that holds the token; of one tenant
     * @param key as the caller chose it
     */
    public record Key(long tenantId, String client, UUID entityId, String key) {

        /** What stands for the key in the database. Neither the entity nor the key holds a line break. */
        Sha256 hash() {
            return Sha256.of(client + '\n' + entityId + '\n' + key);
        }
    }

    /** The answer to a call, before any compression. Immutable. */
    public static final class Answer {

        /** What the operation itself answers: the result, and a conflict with another job. */
        private static final Set<Integer> OF_THE_OPERATION = Set.of(200, 409);

        private final int status;
        private final UUID requestId;
        private final List<String> headers;
        private final byte[] body;
        private final boolean replayed;

        private Answer(int status, UUID requestId, List<String> headers, byte[] body, boolean replayed) {
            this.status = status;
            this.requestId = requestId;
            this.headers = List.copyOf(headers);
            this.body = body.clone();
            this.replayed = replayed;
        }

        /**
         * The answer to a first call.
         *
         * @param headers those that belong to the result: a name, its value, the next name, and so on
         */
        public static Answer first(int status, UUID requestId, List<String> headers, byte[] body) {
            return new Answer(status, requestId, headers, body, false);
        }

        static Answer replayed(int status, UUID requestId, List<String> headers, byte[] body) {
            return new Answer(status, requestId, headers, body, true);
        }

        /** Whether it is kept. What was refused before the operation ran is not, nor what failed: the next call tries again. */
        boolean isKept() {
            return OF_THE_OPERATION.contains(status);
        }

        public int status() {
            return status;
        }

        /** The id of the call that was answered first. */
        public UUID requestId() {
            return requestId;
        }

        public List<String> headers() {
            return headers;
        }

        public byte[] body() {
            return body.clone();
        }

        /** Whether an earlier call got it first. */
        public boolean isReplayed() {
            return replayed;
        }
    }
}
