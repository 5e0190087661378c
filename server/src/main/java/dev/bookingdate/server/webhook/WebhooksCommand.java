package dev.bookingdate.server.webhook;

import dev.bookingdate.server.command.CommandRefusedException;
import dev.bookingdate.server.command.DatabaseCommand;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code webhooks}: which tenants are told when a job of theirs ends, and where. */
@Command(
        name = "webhooks",
        mixinStandardHelpOptions = true,
        description = "Sets where a tenant is told that a job has ended. There is no webhook by default.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused; the message says why", "2:wrong option", "3:the database failed"},
        footer = {"", "Works beside running servers."})
public final class WebhooksCommand extends DatabaseCommand<DataSource> {

    private final String username;

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     */
    public WebhooksCommand(Supplier<? extends DataSource> opener) {
        super(opener);
        this.username = System.getProperty("user.name", "operator");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the webhooks, one in a line.")
    int list() {
        return run(jdbc -> {
            jdbc.sql("""
                            select format('tenant=%s url=%s waiting=%s since=%s by=%s', w.tenant_id, w.url,
                                          (select count(*) from webhook_delivery d where d.tenant_id = w.tenant_id),
                                          to_char(w.updated_on at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), w.updated_by)
                            from webhook w order by w.tenant_id
                            """).query(String.class).list().forEach(out()::println);
            return DONE;
        });
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Tells this tenant's jobs' ends to a URL from now on, and prints the secret that",
                "signs, once. Another URL keeps the secret."
            })
    int set(
            @Parameters(paramLabel = "TENANT") long tenantId,
            @Option(
                            names = "--url",
                            required = true,
                            paramLabel = "URL",
                            converter = Target.class,
                            description = "https; http to this machine alone.")
                    URI url,
            @Option(names = "--new-secret", description = "Replaces the secret; the old one counts no more.")
                    boolean newSecret) {
        return run(jdbc -> {
            Secret secret = Secret.random();
            boolean isNew;
            try {
                isNew = jdbc.sql("""
                                insert into webhook as w (tenant_id, url, secret, updated_by)
                                values (:tenantId, :url, :secret, :username)
                                on conflict (tenant_id) do update
                                set url = excluded.url, updated_by = excluded.updated_by, updated_on = clock_timestamp(),
                                    secret = case when :newSecret then excluded.secret else w.secret end
                                returning secret = :secret
                                """)
                        .param("tenantId", tenantId)
                        .param("url", url.toString())
                        .param("secret", secret.bytes())
                        .param("newSecret", newSecret)
                        .param("username", username)
                        .query(Boolean.class)
                        .single();
            } catch (DataIntegrityViolationException e) {
                throw new CommandRefusedException("There is no tenant " + tenantId + ".");
            }
            out().println("Jobs of tenant " + tenantId + " are told when they end.");
            out().println(isNew ? "Secret, shown this once: " + secret.shown() : "The secret is the one that it was.");
            return DONE;
        });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Tells this tenant nothing any more; what waits to be sent goes.")
    int remove(@Parameters(paramLabel = "TENANT") long tenantId) {
        return run(jdbc -> {
            int removed = jdbc.sql("""
                            with gone as (delete from webhook_delivery where tenant_id = :tenantId)
                            delete from webhook where tenant_id = :tenantId
                            """).param("tenantId", tenantId).update();
            if (removed == 0) {
                throw new CommandRefusedException("Tenant " + tenantId + " has no webhook.");
            }
            out().println("Tenant " + tenantId + " is told nothing any more.");
            return DONE;
        });
    }

    private int run(ToIntFunction<JdbcClient> work) {
        return withDatabase(database -> work.applyAsInt(JdbcClient.create(database)));
    }

    /** Where to: over TLS, or within this machine. */
    static final class Target implements ITypeConverter<URI> {

        private static final int LONGEST = 2048;
        private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

        @Override
        public URI convert(String value) {
            try {
                URI url = new URI(value);
                String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
                boolean good = url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawFragment() == null
                        && value.length() <= LONGEST
                        && (scheme.equals("https") || (scheme.equals("http") && THIS_MACHINE.contains(url.getHost())));
                if (good) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // Said below; the value may hold a secret.
            }
            throw new TypeConversionException("it must be an https URL without user and fragment, of " + LONGEST
                    + " characters at most; http is only for this machine");
        }
    }
}
