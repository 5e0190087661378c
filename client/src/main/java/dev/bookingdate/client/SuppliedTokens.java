package dev.bookingdate.client;

import java.util.Objects;
import java.util.function.Supplier;

/** Access tokens that the caller looks after. */
record SuppliedTokens(Supplier<String> supplier) implements AccessTokens {

    @Override
    public String current() {
        return Objects.requireNonNull(supplier.get(), "access token");
    }

    @Override
    public String renewed(String refused) {
        return Objects.requireNonNull(supplier.get(), "access token");
    }
}
