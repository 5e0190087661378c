package dev.bookingdate.server.charge;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The columns of a charge export that are loaded, and the names under which exports have them. */
public enum ChargeColumn {
    ID("Id", "ChargeId", "RatePlanChargeId"),
    CREATED_ON("CreatedDate", "CreatedOn"),
    ORIGINAL_ID("OriginalId", "OriginalChargeId", "OriginalRatePlanChargeId"),
    SEGMENT("Segment"),
    VERSION("Version"),
    BOOKING_DATE("OriginalOrderDate", "BookingDate"),
    CHARGE_NUMBER("ChargeNumber"),
    ACCOUNT_ID("AccountId", "Account.Id"),
    TENANT("TenantId", "Tenant", "Tenant.Id"),
    ENTITY("EntityId", "Entity", "Entity.Id"),
    ORG("OrgId", "Org", "Org.Id", "OrganizationId", "Organization.Id");

    private static final Pattern OBJECT_AND_FIELD = Pattern.compile("(.*)[.:](.*)", Pattern.DOTALL);
    private static final Pattern NOT_SIGNIFICANT = Pattern.compile("[\\s\\u00a0\\ufeff_-]+");

    private static final Map<String, ChargeColumn> BY_NAME = byName();

    private final String usualName;
    private final String acceptedNames;

    ChargeColumn(String... names) {
        this.usualName = names[0];
        this.acceptedNames = String.join(", ", names);
    }

    /**
     * Tells which column a header names. An object before the field counts: exports that join objects have
     * Subscription.Id and Account.CreatedDate beside the charge's own Id and CreatedDate.
     */
    public static Optional<ChargeColumn> named(String header) {
        return Optional.ofNullable(BY_NAME.get(plain(header)));
    }

    /** The name that the billing system's own API has. */
    public String usualName() {
        return usualName;
    }

    String acceptedNames() {
        return acceptedNames;
    }

    private static Map<String, ChargeColumn> byName() {
        Map<String, ChargeColumn> byName = new HashMap<>();
        for (ChargeColumn column : values()) {
            for (String name : column.acceptedNames.split(", ", -1)) {
                byName.put(plain(name), column);
            }
        }
        return Map.copyOf(byName);
    }

    private static String plain(String header) {
        var matcher = OBJECT_AND_FIELD.matcher(header);
        if (!matcher.matches()) {
            return squeezed(header);
        }
        String object = squeezed(matcher.group(1));
        String field = squeezed(matcher.group(2));
        return object.equals("rateplancharge") ? field : object + "." + field;
    }

    private static String squeezed(String text) {
        return NOT_SIGNIFICANT.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
