package dev.bookingdate.server.tenant;

import dev.bookingdate.server.command.DatabaseCommand;
import dev.bookingdate.server.tenant.TenantRegister.Tenant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command {@code tenants}: what the first import decided can be decided anew, and a tenant can go. */
@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = "Lists, changes and removes tenants.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:refused; the message says why",
            "2:wrong option",
            "3:the database failed; what is done in pieces goes on when it is run again"
        },
        footer = {"", "The first import of charges makes a tenant. Works beside running servers."})
public final class TenantsCommand extends DatabaseCommand<DataSource> {

    private static final int LONGEST_ORG = 64;
    private static final int ROWS_PER_LINE = 500_000;

    /**
     * Makes the command.
     *
     * @param opener gives the database, once the options are good; it is closed afterwards if it can be
     */
    public TenantsCommand(Supplier<? extends DataSource> opener) {
        super(opener);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the tenants, one in a line.")
    int list() {
        return run(tenants -> tenants.all().forEach(tenant -> out().println(line(tenant))));
    }

    @Command(
            name = "change",
            mixinStandardHelpOptions = true,
            description = {
                "Changes a tenant's time zone, or whether it has Multi-Org. Refused while a job of",
                "it is active. A new time zone first shows how many charges the next backfill",
                "would date otherwise; --yes then makes the change."
            })
    int change(
            @Parameters(paramLabel = "TENANT") long tenantId,
            @Option(names = "--time-zone", paramLabel = "ZONE", description = "e.g. America/New_York") @Nullable
                    String timeZone,
            @Option(
                            names = "--multi-org",
                            negatable = true,
                            description = "Jobs and clients are bound to orgs from now on, or are not.")
                    @Nullable
                    Boolean multiOrg,
            @Option(
                            names = "--org",
                            paramLabel = "ID",
                            description = "With --multi-org: the org of charges that have none.")
                    @Nullable
                    String org,
            @Option(names = "--yes", description = "Changes the time zone.") boolean yes) {
        require(timeZone != null || multiOrg != null, "Give --time-zone, --multi-org or --no-multi-org.");
        require(
                timeZone == null || ZoneId.getAvailableZoneIds().contains(timeZone),
                "--time-zone must be an IANA time zone like America/New_York");
        require(org == null || Boolean.TRUE.equals(multiOrg), "--org belongs to --multi-org.");
        require(
                org == null || (!org.isBlank() && org.codePointCount(0, org.length()) <= LONGEST_ORG),
                "--org must have 1 to " + LONGEST_ORG + " characters");
        return run(tenants -> {
            Tenant tenant = tenants.get(tenantId);
            if (multiOrg != null && multiOrg != tenant.multiOrg()) {
                if (multiOrg) {
                    tenants.takeOrgs(tenantId, org, progress("charges have the org"));
                } else {
                    tenants.forgetOrgs(tenantId);
                }
                out().println("Tenant " + tenantId + (multiOrg ? " has Multi-Org." : " has no Multi-Org any more."));
            }
            if (timeZone != null && !timeZone.equals(tenant.timeZone())) {
                move(tenants, tenant, timeZone, yes);
            }
        });
    }

    private void move(TenantRegister tenants, Tenant tenant, String timeZone, boolean yes) {
        long moved = tenants.wouldMove(tenant, timeZone);
        out().println(String.format(
                Locale.ROOT,
                "A backfill dates %,d charges of tenant %d otherwise in %s than in %s.",
                moved,
                tenant.tenantId(),
                timeZone,
                tenant.timeZone()));
        if (yes) {
            tenants.moveTo(tenant.tenantId(), timeZone);
            out().println("Tenant " + tenant.tenantId() + " is in " + timeZone + "; a new job corrects the dates.");
        } else {
            err().println("Nothing is changed. Add --yes to change the time zone.");
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = {
                "Removes a tenant with its charges, jobs, audits and clients, in pieces. Refused",
                "while a job of it is active. After a kill, run it again."
            })
    int remove(
            @Parameters(paramLabel = "TENANT") long tenantId,
            @Option(names = "--yes", description = "Removes; without it, only shows what there is.") boolean yes) {
        return run(tenants -> {
            Tenant tenant = tenants.get(tenantId);
            if (!yes) {
                out().println(line(tenant));
                err().println("Nothing is removed. Add --yes to remove the tenant with all it has, for ever.");
                return;
            }
            tenants.remove(tenantId, progress("rows are removed"));
            out().println("Removed tenant " + tenantId);
        });
    }

    private static String line(Tenant tenant) {
        return "tenant=" + tenant.tenantId() + " time-zone=" + tenant.timeZone() + " multi-org=" + tenant.multiOrg()
                + " entities=" + tenant.entities() + " orgs=" + tenant.orgs() + " clients=" + tenant.clients()
                + " jobs="
                + tenant.jobs()
                + (tenant.activeJob() == null
                        ? ""
                        : " active-job=" + tenant.activeJob().toString().replace("-", ""));
    }

    private LongConsumer progress(String what) {
        AtomicLong sum = new AtomicLong();
        return rows -> {
            long before = sum.getAndAdd(rows);
            if (before / ROWS_PER_LINE != (before + rows) / ROWS_PER_LINE) {
                err().println(String.format(Locale.ROOT, "%,d %s", before + rows, what));
                err().flush();
            }
        };
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(commandLine(), rule);
        }
    }

    private int run(Consumer<TenantRegister> work) {
        return withDatabase(database -> {
            work.accept(new TenantRegister(database));
            return DONE;
        });
    }
}
