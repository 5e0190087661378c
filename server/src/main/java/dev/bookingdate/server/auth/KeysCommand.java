package dev.bookingdate.server.auth;

import dev.bookingdate.server.database.DataSources;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnvironmentCapable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code keys}: what signs tokens on a cluster, while it runs. Never shows a key, only its id. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Lists and changes the keys that sign tokens.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong option, or no key of that id", "3:the database failed; nothing was changed"})
public final class KeysCommand<D extends DataSource & EnvironmentCapable> {

    private static final int DONE = 0;
    private static final int REFUSED = 2;
    private static final int DATABASE_FAILED = 3;

    private final Supplier<D> opener;

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * Makes the command.
     *
     * @param opener gives the database with the server's settings; it is closed afterwards if it can be
     */
    public KeysCommand(Supplier<D> opener) {
        this.opener = opener;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys, the newest first.")
    int list() {
        return with((keys, out) -> {
            List<SigningKey> all = keys.all();
            SigningKey signer = SigningKeys.signer(all);
            out.printf(Locale.ROOT, "%-36s  %-20s  %s%n", "KEY", "CREATED", "STATE");
            all.forEach(key -> out.printf(
                    Locale.ROOT,
                    "%-36s  %-20s  %s%n",
                    key.keyId(),
                    key.createdOn().truncatedTo(ChronoUnit.SECONDS),
                    state(key, signer)));
            return DONE;
        });
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a new key. Every node signs with it after 30 to 40 seconds. Tokens that are out stay good",
                "until they expire; then their key is removed."
            })
    int rotate(
            @Option(
                            names = "--revoke",
                            paramLabel = "KEY",
                            description = {
                                "Removes this key, because somebody else may have it. All its tokens are refused after",
                                "10 seconds at most, and their clients have to get new ones."
                            })
                    @Nullable
                    String revoked) {
        return with((keys, out) -> {
            String keyId = keys.rotate(revoked);
            out.println("New key: " + keyId);
            if (revoked != null) {
                out.println("Removed: " + revoked);
            }
            return DONE;
        });
    }

    private static String state(SigningKey key, @Nullable SigningKey signer) {
        if (key.equals(signer)) {
            return "signs";
        }
        return key.settled()
                ? "verifies until " + Objects.requireNonNull(key.expiresOn()).truncatedTo(ChronoUnit.SECONDS)
                : "signs from " + key.settlesOn().truncatedTo(ChronoUnit.SECONDS);
    }

    private int with(ToIntBiFunction<SigningKeys, PrintWriter> work) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        D database = opener.get();
        try {
            return work.applyAsInt(keys(database), out);
        } catch (SigningKeys.UnknownKeyException e) {
            err.println("There is no key of this id; nothing was changed");
            return REFUSED;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return REFUSED;
        } catch (DataAccessException | TransactionException e) {
            err.println("The database failed: " + e.getMessage());
            return DATABASE_FAILED;
        } finally {
            out.flush();
            err.flush();
            DataSources.close(database);
        }
    }

    private static <D extends DataSource & EnvironmentCapable> SigningKeys keys(D database) {
        return new SigningKeys(
                JdbcClient.create(database),
                new TransactionTemplate(new JdbcTransactionManager(database)),
                new KeySeal(database.getEnvironment().getProperty(KeySeal.PROPERTY, "")));
    }
}
