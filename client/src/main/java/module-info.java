/** The client of the booking date backfill: the face, and the core generated from the contract. */
module dev.bookingdate.client {
    requires transitive java.net.http;
    requires transitive tools.jackson.databind;
    requires transitive com.fasterxml.jackson.annotation;
    requires transitive org.jspecify;
    requires transitive jakarta.annotation;
    // Not transitive: javac would look for it in every module that reads this one, Micrometer's user or not.
    requires static micrometer.core;

    exports dev.bookingdate.client;
    exports dev.bookingdate.client.generated;
    exports dev.bookingdate.client.generated.api;
    exports dev.bookingdate.client.generated.model;
    exports dev.bookingdate.client.micrometer;

    opens dev.bookingdate.client.generated.model to
            tools.jackson.databind;
}
