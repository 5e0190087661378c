package dev.bookingdate.server.webhook;

import dev.bookingdate.server.database.SqlFile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is still to be sent, in the database: a trigger writes it when a job ends. */
final class Deliveries {

    /** What nobody will try to send again. */
    record GivenUp(long tenantId, UUID deliveryId, int attempts) {}

    private static final SqlFile TAKE = SqlFile.of(Deliveries.class, "take.sql");
    private static final SqlFile GIVE_UP = SqlFile.of(Deliveries.class, "give-up.sql");

    private final JdbcClient jdbc;

    Deliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes what is due, for one attempt. */
    List<Delivery> take(int most, Duration firstPause, Duration longestPause) {
        return jdbc.sql(TAKE.text())
                .param("most", most)
                .param("firstPause", firstPause.toMillis() / 1000.0)
                .param("longestPause", longestPause.toMillis() / 1000.0)
                .query((row, number) -> new Delivery(
                        row.getLong("tenant_id"),
                        row.getObject("delivery_id", UUID.class),
                        row.getInt("attempts"),
                        row.getString("body"),
                        URI.create(row.getString("url")),
                        new Secret(row.getBytes("secret"))))
                .list();
    }

    /** The receiver has taken it. */
    void delivered(Delivery delivery) {
        jdbc.sql("delete from webhook_delivery where tenant_id = :tenantId and delivery_id = :id")
                .param("tenantId", delivery.tenantId())
                .param("id", delivery.id())
                .update();
    }

    /** Deletes what is older than that. */
    List<GivenUp> giveUp(Duration patience) {
        return jdbc.sql(GIVE_UP.text())
                .param("patience", patience.toMillis() / 1000.0)
                .query(GivenUp.class)
                .list();
    }
}
