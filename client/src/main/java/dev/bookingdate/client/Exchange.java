package dev.bookingdate.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends a request and returns the whole answer. Each concern of the client is one decorator of this. */
@FunctionalInterface
interface Exchange {
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException;
}
