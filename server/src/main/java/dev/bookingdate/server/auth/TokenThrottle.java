package dev.bookingdate.server.auth;

import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes guessing secrets slow, on all nodes together: the counts are rows. It never asks whether a client exists, so it
 * treats those that don't like those that do.
 */
@Component
class TokenThrottle {

    private static final SqlFile COUNT = SqlFile.of(TokenThrottle.class, "count-attempt.sql");

    private static final String WAIT = """
            select ceil(extract(epoch from wait_until - clock_timestamp()))
            from token_attempt
            where subject in (:subjects) and wait_until > clock_timestamp()
            """;

    /** The wait that an attempt began is over with it: it is no failure, and it had waited for those before it. */
    private static final String GIVE_BACK =
            "update token_attempt set free_left = free_left + 1, wait_until = null where subject = :subject";

    /** Skips what others hold: it waits for nobody, so nobody can wait for it in a circle. */
    private static final String FORGET = """
            delete from token_attempt
            where subject in (select subject from token_attempt
                              where forget_on < now()
                              order by forget_on limit 20
                              for update skip locked)
            """;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final ThrottleProperties rules;

    TokenThrottle(
            @Qualifier(Pools.ACCESS) JdbcClient database,
            @Qualifier(Pools.ACCESS) TransactionTemplate transaction,
            ThrottleProperties rules) {
        this.database = database;
        this.transaction = transaction;
        this.rules = rules;
    }

    /**
     * Counts nothing and locks nothing: for the many attempts of somebody who does not wait.
     *
     * @throws RequestRefused 429 with {@code Retry-After} while the attempt has to wait
     */
    void refuseWhileWaiting(TokenAttempt attempt) {
        refuseIfAny(database.sql(WAIT)
                .param("subjects", subjects(attempt))
                .query(Double.class)
                .list());
    }

    /**
     * Counts an attempt as a failure, until {@link #succeeded} or {@link #giveBack} say that it was none.
     *
     * @throws RequestRefused 429 with {@code Retry-After} while the attempt has to wait; then nothing was counted
     */
    void count(TokenAttempt attempt) {
        database.sql(FORGET).update();
        transaction.executeWithoutResult(status -> refuseIfAny(database.sql(COUNT.text())
                .param("client", attempt.client())
                .param("address", attempt.address())
                .param("clientAndAddress", attempt.clientAndAddress())
                .param("freePerClient", rules.freePerClient())
                .param("freePerAddress", rules.freePerAddress())
                .param("freePerClientAndAddress", rules.freePerClientAndAddress())
                .param("firstWait", seconds(rules.firstWait()))
                .param("longestWait", seconds(rules.longestWait()))
                .param("forgetAfter", seconds(rules.forgetAfter()))
                .query(Double.class)
                .list()));
    }

    /**
     * Forgets the failures of the client. Not those of the address: else who has one client of his own could guess the
     * secrets of others for ever, with a success of his own in between.
     */
    void succeeded(TokenAttempt attempt) {
        settle(
                attempt,
                subject -> subject.equals(attempt.address())
                        ? GIVE_BACK
                        : "delete from token_attempt where subject = :subject");
    }

    /** Uncounts an attempt that came to no end, for a reason of ours. */
    void giveBack(TokenAttempt attempt) {
        settle(attempt, subject -> GIVE_BACK);
    }

    private void settle(TokenAttempt attempt, UnaryOperator<String> statementFor) {
        transaction.executeWithoutResult(status -> subjects(attempt)
                .forEach(subject -> database.sql(statementFor.apply(subject))
                        .param("subject", subject)
                        .update()));
    }

    /** In the order in which {@code count-attempt.sql} locks them. */
    private static List<String> subjects(TokenAttempt attempt) {
        return Stream.of(attempt.client(), attempt.address(), attempt.clientAndAddress())
                .sorted()
                .toList();
    }

    private static void refuseIfAny(List<Double> secondsToWait) {
        double longest = secondsToWait.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (longest > 0) {
            throw new RequestRefused(
                            ErrorCategory.LIMIT_EXCEEDED,
                            "Too many attempts with a wrong client id or client secret. Retry after the time given in"
                                    + " Retry-After.")
                    .withHeader(HttpHeaders.RETRY_AFTER, String.valueOf((long) longest));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
