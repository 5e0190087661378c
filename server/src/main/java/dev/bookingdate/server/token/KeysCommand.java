package dev.bookingdate.server.token;

import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.command.DatabaseCommand;
import dev.bookingdate.server.token.SigningKeys.SigningKey;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnvironmentCapable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code keys}: what signs tokens on a cluster, while it runs. Never shows a key, only its id. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Lists and changes the keys that sign tokens.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong option, or no key of that id", "3:the database failed; nothing was changed"})
public final class KeysCommand<D extends DataSource & EnvironmentCapable> extends DatabaseCommand<D> {

    private static final int NO_SUCH_KEY = 2;

    /**
     * Makes the command.
     *
     * @param opener gives the database with the server's settings; it is closed afterwards if it can be
     */
    public KeysCommand(Supplier<D> opener) {
        super(opener, NO_SUCH_KEY);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys, the newest first.")
    int list() {
        return with(keys -> {
            List<SigningKey> all = keys.all();
            SigningKey signer = SigningKeys.signer(all);
            out().printf(Locale.ROOT, "%-36s  %-20s  %s%n", "KEY", "CREATED", "STATE");
            all.forEach(key -> out().printf(
                            Locale.ROOT,
                            "%-36s  %-20s  %s%n",
                            key.keyId(),
                            key.createdOn().truncatedTo(ChronoUnit.SECONDS),
                            state(key, signer)));
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
        return with(keys -> {
            String keyId = keys.rotate(revoked);
            out().println("New key: " + keyId);
            if (revoked != null) {
                out().println("Removed: " + revoked);
            }
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

    private int with(Consumer<SigningKeys> work) {
        return withDatabase(database -> {
            work.accept(keys(database));
            return DONE;
        });
    }

    private static <D extends DataSource & EnvironmentCapable> SigningKeys keys(D database) {
        KeySeal seal;
        try {
            seal = new KeySeal(database.getEnvironment().getProperty(KeySeal.PROPERTY, ""));
        } catch (IllegalArgumentException e) {
            throw new CommandRefusedException(String.valueOf(e.getMessage()), e);
        }
        return new SigningKeys(
                JdbcClient.create(database), new TransactionTemplate(new JdbcTransactionManager(database)), seal);
    }
}
