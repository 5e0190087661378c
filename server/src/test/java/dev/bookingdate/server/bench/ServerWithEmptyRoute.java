package dev.bookingdate.server.bench;

import dev.bookingdate.server.BookingDateBackfillServer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The server with one more route, which does nothing: what a call costs before anybody works. */
final class ServerWithEmptyRoute {

    static final String PATH = "/empty";

    private ServerWithEmptyRoute() {}

    public static void main(String... args) {
        new SpringApplication(BookingDateBackfillServer.class, EmptyRoute.class).run(args);
    }

    /** Not a component: no other server that scans this package may find it. */
    static class EmptyRoute {

        @Bean
        RouterFunction<ServerResponse> emptyRoute() {
            return RouterFunctions.route()
                    .PUT(PATH, request -> ServerResponse.ok().build())
                    .build();
        }
    }
}
