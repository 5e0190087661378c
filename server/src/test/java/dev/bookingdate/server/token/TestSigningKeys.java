package dev.bookingdate.server.token;

import com.nimbusds.jose.jwk.RSAKey;
import dev.bookingdate.server.http.TestServer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The signing keys of a database, with and without a server. */
public final class TestSigningKeys {

    private TestSigningKeys() {}

    /** Makes the key that the first server on this database would make. */
    public static void makeFirst(DataSource database) {
        on(database, "").read();
    }

    /** The key that a server signs with. */
    public static RSAKey of(TestServer server) {
        return server.bean(SigningKeys.class).read().get(0).toRSAKey();
    }

    static SigningKeys on(DataSource database, String secrets) {
        return new SigningKeys(
                JdbcClient.create(database),
                new TransactionTemplate(new JdbcTransactionManager(database)),
                new KeySeal(secrets));
    }
}
