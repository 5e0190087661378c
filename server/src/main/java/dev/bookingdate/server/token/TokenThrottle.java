package dev.bookingdate.server.token;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.server.connection.Network;
import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.database.SqlFile;
import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes guessing secrets slow, on all nodes together: the counts are rows. It never asks whether a client exists, so it
 * treats those that don't like those that do.
 *
 * <p>A client's failures delay only that client. Many callers may share an address, behind a proxy even all of them, so an
 * address that has to wait delays only clients that failed from it themselves. The secrets of other clients are still
 * verified. A wrong one gets the same answer as an attempt that had to wait, so the answer gives nothing away. From such an
 * address an attacker has a few guesses per client for as long as failures are kept. Trying many clients costs only
 * verifications, and {@link VerificationLimit} runs one of these at a time.
 */
@Component
class TokenThrottle {

    private static final SqlFile COUNT = SqlFile.of(TokenThrottle.class, "count-attempt.sql");

    private static final String STANDING = """
            select subject, free_left, ceil(extract(epoch from wait_until - clock_timestamp())) as seconds
            from token_attempt
            where subject in (:subjects) and (forget_on > clock_timestamp() or wait_until > clock_timestamp())
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
    private final Rules rules;

    TokenThrottle(
            @Qualifier(Pools.ACCESS) JdbcClient database,
            @Qualifier(Pools.ACCESS) TransactionTemplate transaction,
            Rules rules) {
        this.database = database;
        this.transaction = transaction;
        this.rules = rules;
    }

    /**
     * Counts nothing and locks nothing: for the many attempts of somebody who does not wait.
     *
     * @return whether the attempt is let through though its address has to wait
     * @throws RequestRefused 429 with {@code Retry-After} while the attempt has to wait
     */
    boolean refuseWhileWaiting(Attempt attempt) {
        Map<String, Standing> standings = standings(attempt);
        boolean addressWaits = waits(standings.get(attempt.address()));
        Standing pair = standings.get(attempt.clientAndAddress());
        if (waits(standings.get(attempt.client()))
                || waits(pair)
                || (addressWaits && pair != null && hasFailed(pair.freeLeft()))) {
            throw refusal(standings);
        }
        return addressWaits;
    }

    /**
     * Counts an attempt as a failure, until {@link #succeeded} or {@link #giveBack} say that it was none.
     *
     * @return what it was counted under
     * @throws RequestRefused 429 with {@code Retry-After} while the attempt has to wait; then nothing was counted
     */
    List<String> count(Attempt attempt) {
        database.sql(FORGET).update();
        return requireNonNull(transaction.execute(status -> {
            Map<String, Integer> freeLeft = new HashMap<>();
            database.sql(COUNT.text())
                    .param("client", attempt.client())
                    .param("address", attempt.address())
                    .param("clientAndAddress", attempt.clientAndAddress())
                    .param("freePerClient", rules.freePerClient())
                    .param("freePerAddress", rules.freePerAddress())
                    .param("freePerClientAndAddress", rules.freePerClientAndAddress())
                    .param("firstWait", seconds(rules.firstWait()))
                    .param("longestWait", seconds(rules.longestWait()))
                    .param("forgetAfter", seconds(rules.forgetAfter()))
                    .query(row -> {
                        freeLeft.put(row.getString("subject"), row.getInt("free_left"));
                    });
            Integer pair = freeLeft.get(attempt.clientAndAddress());
            if (pair == null
                    || !freeLeft.containsKey(attempt.client())
                    || (!freeLeft.containsKey(attempt.address()) && hasFailed(pair + 1))) {
                throw refusal(standings(attempt));
            }
            return freeLeft.keySet().stream().sorted().toList();
        }));
    }

    /**
     * Forgets the failures of the client. Not those of the address: else who has one client of his own could guess the
     * secrets of others for ever, with a success of his own in between.
     */
    void succeeded(Attempt attempt, List<String> counted) {
        settle(
                counted,
                subject -> subject.equals(attempt.address())
                        ? GIVE_BACK
                        : "delete from token_attempt where subject = :subject");
    }

    /** Uncounts an attempt that came to no end, for a reason of ours. */
    void giveBack(List<String> counted) {
        settle(counted, subject -> GIVE_BACK);
    }

    /**
     * Leaves an attempt with a wrong secret counted.
     *
     * @throws RequestRefused 429 where it was let through an address's wait, as for anybody else there
     */
    void failed(Attempt attempt, List<String> counted) {
        if (!counted.contains(attempt.address())) {
            throw refusal(standings(attempt));
        }
    }

    /** In the order in which {@code count-attempt.sql} locks them. */
    private void settle(List<String> counted, UnaryOperator<String> statementFor) {
        transaction.executeWithoutResult(status -> counted.forEach(subject -> database.sql(statementFor.apply(subject))
                .param("subject", subject)
                .update()));
    }

    /** More than a failure or two, since attempts that are under way count as failures: a client may make several at once. */
    private boolean hasFailed(int freeLeft) {
        return 2 * freeLeft < rules.freePerClientAndAddress();
    }

    private static boolean waits(@Nullable Standing standing) {
        return standing != null && standing.seconds() > 0;
    }

    private Map<String, Standing> standings(Attempt attempt) {
        Map<String, Standing> standings = new HashMap<>();
        database.sql(STANDING)
                .param("subjects", List.of(attempt.client(), attempt.address(), attempt.clientAndAddress()))
                .query(row -> {
                    standings.put(
                            row.getString("subject"), new Standing(row.getInt("free_left"), row.getLong("seconds")));
                });
        return standings;
    }

    private static RequestRefused refusal(Map<String, Standing> standings) {
        // At least a second: the wait may have ended between the two looks.
        long longest = Stream.concat(Stream.of(1L), standings.values().stream().map(Standing::seconds))
                .max(Long::compare)
                .orElseThrow();
        return new RequestRefused(
                        ErrorCategory.LIMIT_EXCEEDED,
                        "Too many attempts with a wrong client id or client secret. Retry after the time given in"
                                + " Retry-After.")
                .withHeader(HttpHeaders.RETRY_AFTER, String.valueOf(longest));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /**
     * How a client, an address or a client from an address stands.
     *
     * @param seconds to wait; 0 or less: none
     */
    private record Standing(int freeLeft, long seconds) {}

    /** What a token request is counted under, as it stands in {@code token_attempt.subject}. */
    record Attempt(String client, String address, String clientAndAddress) {

        static Attempt of(String clientId, String address) {
            String network = Network.of(address);
            return new Attempt(
                    sha256("client\n" + clientId), sha256("address\n" + network), sha256(clientId + "\n" + network));
        }

        private static String sha256(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /**
     * How those who guess secrets are slowed.
     *
     * @param freePerClientAndAddress failures of one client from one address that cost nothing, 1 or more
     * @param freePerAddress failures of any clients from one address that cost nothing, 1 or more
     * @param freePerClient failures of one client from any addresses that cost nothing, 1 or more. Much higher than the others:
     *     who reaches it keeps the client's owner out as well
     * @param firstWait the wait after the first failure that is not free; each further one doubles it
     * @param longestWait what the wait is doubled up to
     * @param forgetAfter how long after the first failure the count begins anew
     * @param verifications how many token requests this node verifies at once; 0 is half of its processors, at least 1
     * @param verificationsWaiting how many more may wait for that
     * @param verificationWait how long they wait
     */
    @ConfigurationProperties("bookingdate.auth.throttle")
    public record Rules(
            @DefaultValue("10") int freePerClientAndAddress,
            @DefaultValue("100") int freePerAddress,
            @DefaultValue("1000") int freePerClient,
            @DefaultValue("1s") Duration firstWait,
            @DefaultValue("60s") Duration longestWait,
            @DefaultValue("1h") Duration forgetAfter,
            @DefaultValue("0") int verifications,
            @DefaultValue("32") int verificationsWaiting,
            @DefaultValue("2s") Duration verificationWait) {

        public Rules {
            require(freePerClientAndAddress >= 1, "free-per-client-and-address must be 1 or more");
            require(freePerAddress >= 1, "free-per-address must be 1 or more");
            require(freePerClient >= 1, "free-per-client must be 1 or more");
            require(firstWait.toMillis() >= 1, "first-wait must be 1ms or more");
            require(longestWait.compareTo(firstWait) >= 0, "longest-wait must not be shorter than first-wait");
            require(forgetAfter.compareTo(longestWait) > 0, "forget-after must be longer than longest-wait");
            require(verifications >= 0, "verifications must be 0 or more");
            require(verificationsWaiting >= 0, "verifications-waiting must be 0 or more");
            require(!verificationWait.isNegative(), "verification-wait must not be negative");
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException("bookingdate.auth.throttle." + rule);
            }
        }
    }
}
