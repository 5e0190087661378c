package dev.bookingdate.server.token;

import dev.bookingdate.server.command.DatabaseCommand;
import dev.bookingdate.server.token.ClientRegister.NewClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code clients}: who may get tokens. A secret is printed once, on the standard output, and stored as a hash. */
@Command(
        name = "clients",
        mixinStandardHelpOptions = true,
        description = "Adds, lists, rotates and removes the clients that may get tokens.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused; the message says why, and nothing was changed",
            "2:wrong option",
            "3:the database failed"
        },
        footer = {
            "",
            "Works beside a running server; every node sees a change at once. A secret is",
            "shown once, as client_id=... and client_secret=... on two lines."
        })
public final class ClientsCommand extends DatabaseCommand<DataSource> {

    private static final int LONGEST_USERNAME = 255;

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     */
    public ClientsCommand(Supplier<? extends DataSource> opener) {
        super(opener);
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a client and prints its secret.")
    int add(
            @Option(names = "--tenant", paramLabel = "N", required = true, description = "Its tenant.") long tenant,
            @Option(
                            names = "--entity",
                            paramLabel = "UUID",
                            converter = Uuid.class,
                            description = "An entity that its tokens are good for; may be repeated. May be left out"
                                    + " where the tenant has one entity.")
                    @Nullable
                    List<UUID> entities,
            @Option(
                            names = "--org",
                            paramLabel = "ID",
                            description = "An org that it may touch, for a tenant with Multi-Org; may be repeated.")
                    @Nullable
                    List<String> orgs,
            @Option(
                            names = "--username",
                            paramLabel = "NAME",
                            required = true,
                            converter = Username.class,
                            description = "The name that its jobs show, e.g. finance.ops@example.com.")
                    String username,
            @Option(
                            names = "--may",
                            paramLabel = "read,create,stop",
                            split = ",",
                            converter = May.class,
                            description = "What it may do. Default: all")
                    @Nullable
                    Set<Permission> may,
            @Option(
                            names = "--user-id",
                            paramLabel = "HEX",
                            converter = UserId.class,
                            description = "32 hexadecimal digits. Default: random")
                    @Nullable
                    String userId,
            @Option(names = "--client-id", paramLabel = "UUID", converter = Uuid.class, description = "Default: random")
                    @Nullable
                    UUID clientId) {
        var client = new NewClient(
                clientId == null ? UUID.randomUUID() : clientId,
                tenant,
                entities == null ? List.of() : entities,
                orgs == null ? List.of() : orgs,
                userId == null ? UUID.randomUUID().toString().replace("-", "") : userId,
                username,
                may == null ? Set.of() : may);
        return run(register -> {
            printSecret(client.clientId().toString(), register.add(client));
        });
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the clients, without their secrets.")
    int list(
            @Option(names = "--tenant", paramLabel = "N", description = "Only those of this tenant.") @Nullable
                    Long tenant) {
        return run(register -> {
            out().print(ClientTable.of(register.list(tenant)));
        });
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Gives a client a new secret and prints it. The old one is refused from then on;",
                "tokens that it got stay good until they expire, at most an hour."
            })
    int rotate(
            @Parameters(paramLabel = "CLIENT_ID", converter = Uuid.class) UUID clientId,
            @Option(
                            names = "--keep-old",
                            paramLabel = "TIME",
                            converter = Time.class,
                            description = "How long the last secret stays good beside the new one, e.g. 24h.")
                    @Nullable
                    Duration keepOld) {
        return run(register -> {
            printSecret(
                    clientId.toString(),
                    register.rotate(clientId.toString(), keepOld == null ? Duration.ZERO : keepOld));
        });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes a client. Its secret and the tokens that it has are refused at once.")
    int remove(@Parameters(paramLabel = "CLIENT_ID", converter = Uuid.class) UUID clientId) {
        return run(register -> {
            register.remove(clientId.toString());
            out().println("Removed " + clientId);
        });
    }

    private int run(Consumer<ClientRegister> work) {
        return withDatabase(database -> {
            work.accept(new ClientRegister(JdbcClient.create(database), new ClientSecrets(ClientSecrets.bcrypt())));
            return DONE;
        });
    }

    private void printSecret(String clientId, String secret) {
        out().println("client_id=" + clientId);
        out().println("client_secret=" + secret);
        err().println("The secret is shown this once: only its hash is stored.");
    }

    /** {@link UUID#fromString} alone would take 1-1-1-1-1. */
    static final class Uuid implements ITypeConverter<UUID> {

        private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

        @Override
        public UUID convert(String value) {
            if (!FORM.matcher(value).matches()) {
                throw new TypeConversionException("'" + value + "' is no UUID");
            }
            return UUID.fromString(value);
        }
    }

    /** In lower case, as the help shows it. */
    static final class May implements ITypeConverter<Permission> {

        @Override
        public Permission convert(String value) {
            return Stream.of(Permission.values())
                    .filter(permission -> permission.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not read, create or stop"));
        }
    }

    /** 32 hexadecimal digits, as the scope of a token has them. */
    static final class UserId implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            String lower = value.toLowerCase(Locale.ROOT);
            if (!lower.matches("[0-9a-f]{32}")) {
                throw new TypeConversionException("'" + value + "' has not 32 hexadecimal digits");
            }
            return lower;
        }
    }

    /** What can stand in a job and in a log. */
    static final class Username implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            if (value.isBlank()
                    || value.length() > LONGEST_USERNAME
                    || value.chars().anyMatch(Character::isISOControl)) {
                throw new TypeConversionException(
                        "a username has 1 to " + LONGEST_USERNAME + " characters, none of them a control character");
            }
            return value;
        }
    }

    /** A whole number with its unit: what has none could be meant in any. */
    static final class Time implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})([smhd])");

        @Override
        public Duration convert(String value) {
            Matcher matcher = FORM.matcher(value);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + value + "' is no time like 90s, 30m, 24h or 7d");
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
