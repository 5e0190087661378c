/** The client of the booking date backfill: the face, and the core generated from the contract. */
module dev.bookingdate.client {
    requires transitive java.net.http;
    requires transitive tools.jackson.databind;
    requires transitive com.fasterxml.jackson.annotation;
    requires transitive org.jspecify;
    requires transitive jakarta.annotation;

    exports dev.bookingdate.client;
    exports dev.bookingdate.client.generated;
    exports dev.bookingdate.client.generated.api;
    exports dev.bookingdate.client.generated.model;

    opens dev.bookingdate.client.generated.model to
            tools.jackson.databind;
}
