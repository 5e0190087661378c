package dev.bookingdate.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LimitPropertiesTest {

    private final ApplicationContextRunner server =
            new ApplicationContextRunner().withUserConfiguration(LimitConfiguration.class);

    @Test
    void defaults_areThoseOfTheContract() {
        server.run(context -> assertThat(context.getBean(LimitProperties.class))
                .isEqualTo(new LimitProperties(true, 50_000, 2_250_000, 27_000_000, 40)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "calls-per-minute=0",
                "calls-per-hour=0",
                "calls-per-day=0",
                "concurrent-calls=0",
                "calls-per-minute=-1",
                "calls-per-day=1000000000001",
                "concurrent-calls=1000001"
            })
    void limitThatIsNone_keepsTheServerFromStarting(String setting) {
        server.withPropertyValues("bookingdate.limits." + setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "bookingdate.limits." + setting.replaceFirst("=.*", " must be from 1 to")));
    }
}
