package dev.bookingdate.server.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The demo.
 *
 * @param charges how many it has; 0: there is no demo
 * @param seed the same one makes the same charges
 */
@ConfigurationProperties("bookingdate.demo")
record DemoProperties(
        @DefaultValue("0") long charges, @DefaultValue("1") long seed) {

    boolean isOn() {
        return charges > 0;
    }
}
