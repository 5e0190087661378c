package dev.bookingdate.server.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Short transactions of users on the charges that a job is about, at a steady rate. A latency counts from the moment at
 * which the transaction was due, so that one that waits is not hidden by those that it holds up.
 */
final class UserTraffic {

    private static final int USERS = 4;

    /** What they took, in milliseconds. */
    record Latencies(Samples updates, Samples inserts) {}

    private final BenchDatabase database;
    private final int perSecond;
    private final long keys;

    /** @param keys charges have keys from 1 to this */
    UserTraffic(BenchDatabase database, int perSecond, long keys) {
        this.database = database;
        this.perSecond = perSecond;
        this.keys = keys;
    }

    /** Goes on for so many seconds, or until {@code over}. */
    Latencies run(int seconds, BooleanSupplier over) {
        Latencies latencies = new Latencies(new Samples(), new Samples());
        ExecutorService users = Executors.newFixedThreadPool(USERS);
        try {
            long begin = System.nanoTime();
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int user = 0; user < USERS; user++) {
                int number = user;
                running.add(CompletableFuture.runAsync(() -> user(number, begin, seconds, over, latencies), users));
            }
            running.forEach(CompletableFuture::join);
            return latencies;
        } finally {
            users.shutdown();
        }
    }

    private void user(int number, long begin, int seconds, BooleanSupplier over, Latencies latencies) {
        SplittableRandom random = new SplittableRandom(Option.SEED + number);
        long interval = TimeUnit.SECONDS.toNanos(USERS) / perSecond;
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select account_id from rate_plan_charge where "
                                + "tenant_id = 1001 and entity_id = '00000000-0000-4000-8000-0000000000e1' and charge_key = ?");
                PreparedStatement update = connection.prepareStatement(
                        "update rate_plan_charge set account_id = ? where "
                                + "tenant_id = 1001 and entity_id = '00000000-0000-4000-8000-0000000000e1' and charge_key = ?");
                PreparedStatement insert = connection.prepareStatement("""
                        insert into rate_plan_charge
                            (tenant_id, entity_id, created_on, segment, version, charge_id, original_id, org_id)
                        select 1001, '00000000-0000-4000-8000-0000000000e1', now(), 1, 1, id, id, 'emea'
                        from (select md5(random()::text) as id) new
                        """)) {
            connection.setAutoCommit(false);
            long due = begin + interval * number / USERS;
            for (int i = 0; due - begin < TimeUnit.SECONDS.toNanos(seconds) && !over.getAsBoolean(); i++) {
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                boolean inserts = i % 4 == 3;
                if (inserts) {
                    insert.executeUpdate();
                } else {
                    long key = 1 + random.nextLong(keys);
                    select.setLong(1, key);
                    select.executeQuery().close();
                    update.setString(1, "account " + i);
                    update.setLong(2, key);
                    update.executeUpdate();
                }
                connection.commit();
                (inserts ? latencies.inserts : latencies.updates).add((System.nanoTime() - due) / 1e6);
                due += interval;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
