package dev.bookingdate.server.command;

import dev.bookingdate.server.database.DataSources;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that works on the server's database: opens it once the options are good, says why something is refused or has
 * failed, and closes it.
 *
 * @param <D> the database
 */
public abstract class DatabaseCommand<D extends DataSource> {

    /** The exit code of a command that has done what it should. */
    protected static final int DONE = 0;

    /** The exit code of what is refused, unless the command has another one. */
    protected static final int REFUSED = 1;

    /** The exit code where the database failed. */
    protected static final int DATABASE_FAILED = 3;

    private final Supplier<? extends D> opener;
    private final int refused;

    @Spec
    private @Nullable CommandSpec spec;

    /** @param opener gives the database, which is closed afterwards if it can be */
    protected DatabaseCommand(Supplier<? extends D> opener) {
        this(opener, REFUSED);
    }

    /** @param refused the exit code of what is refused */
    protected DatabaseCommand(Supplier<? extends D> opener, int refused) {
        this.opener = opener;
        this.refused = refused;
    }

    /** Does something with the database, and returns the exit code. */
    protected final int withDatabase(Work<? super D> work) {
        return attempt(() -> {
            D database = opener.get();
            try {
                return work.on(database);
            } catch (SQLException | DataAccessException | TransactionException e) {
                err().println("The database failed: "
                        + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
                return DATABASE_FAILED;
            } finally {
                DataSources.close(database);
            }
        });
    }

    /** Does something that may be refused, and returns the exit code. */
    protected final int attempt(IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (CommandRefusedException e) {
            err().println(e.getMessage());
            return refused;
        } finally {
            out().flush();
            err().flush();
        }
    }

    protected final PrintWriter out() {
        return commandLine().getOut();
    }

    protected final PrintWriter err() {
        return commandLine().getErr();
    }

    protected final CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    /** What a command does with its database. */
    @FunctionalInterface
    protected interface Work<D> {

        int on(D database) throws SQLException;
    }
}
