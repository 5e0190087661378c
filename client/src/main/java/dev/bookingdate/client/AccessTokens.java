package dev.bookingdate.client;

/** Where the access token of a request comes from. */
interface AccessTokens {

    /** Returns a token to try. */
    String current();

    /** Returns the token to try after the service has refused one; the same one when there is no other. */
    String renewed(String refused);
}
