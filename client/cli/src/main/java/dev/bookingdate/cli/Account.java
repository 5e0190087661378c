package dev.bookingdate.cli;

import dev.bookingdate.client.BackfillClientBuilder;

/** As whom to call the service, and where it is. Texts that are not there are empty. */
record Account(String url, String clientId, String clientSecret, String token, String entity) {

    static Account of(String url, String clientId, String clientSecret, String entity) {
        return new Account(url, clientId, clientSecret, "", entity);
    }

    Account withEntity(String other) {
        return new Account(url, clientId, clientSecret, token, other);
    }

    void applyTo(BackfillClientBuilder builder) {
        builder.baseUrl(url);
        if (token.isEmpty()) {
            builder.credentials(clientId, clientSecret);
        } else {
            builder.accessToken(() -> token);
        }
        if (!entity.isEmpty()) {
            builder.entityId(entity);
        }
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Account[" + url + ", " + clientId + "]";
    }
}
