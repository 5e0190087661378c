package dev.bookingdate.server.token;

import dev.bookingdate.server.database.Pools;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The clients that may get tokens: the rows of {@code api_client}, and the demo's while it is on. */
@Component
class ApiClients {

    /** A tenant with Multi-Org whose client names no org gets none, never all of them. */
    private static final String FIND = """
            select c.client_id, c.secret_hash,
                   case when c.previous_until > clock_timestamp() then c.previous_hash end as previous_hash, c.tenant_id, c.user_id, c.username, c.entity_ids,
                   case when t.multi_org then coalesce(c.org_ids, '{}') end as org_ids, c.may
            from api_client c join tenant t using (tenant_id)
            where c.client_id = :clientId
            """;

    private final JdbcClient database;
    private final DemoClients demo;

    ApiClients(@Qualifier(Pools.ACCESS) JdbcClient database, DemoClients demo) {
        this.database = database;
        this.demo = demo;
    }

    Optional<ApiClient> find(String clientId) {
        if (DemoClients.isReserved(clientId)) {
            return demo.find(clientId);
        }
        return database.sql(FIND)
                .param("clientId", clientId)
                .query((row, number) -> read(row))
                .optional();
    }

    private static ApiClient read(ResultSet row) throws SQLException {
        Array orgIds = row.getArray("org_ids");
        return new ApiClient(
                row.getString("client_id"),
                row.getString("secret_hash"),
                row.getString("previous_hash"),
                row.getLong("tenant_id"),
                row.getString("user_id"),
                row.getString("username"),
                List.of((UUID[]) row.getArray("entity_ids").getArray()),
                strings(orgIds),
                strings(row.getArray("may")));
    }

    private static @Nullable List<String> strings(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
