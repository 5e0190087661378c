package dev.bookingdate.client.token;

import dev.bookingdate.client.transport.Call;
import java.util.concurrent.CompletableFuture;

/** Where the access token of a request comes from. */
public interface AccessTokens {

    /** Gives a token to try. */
    CompletableFuture<String> current(Call call);

    /** Gives the token to try after the service has refused one; the same one when there is no other. */
    CompletableFuture<String> renewed(Call call, String refused);
}
