package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.bookingdate.client.FakeService.Answer;
import dev.bookingdate.client.FakeService.Seen;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillClientBuilderTest {
    @RegisterExtension
    final FakeService service = new FakeService();

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://host", "host", "http:///x", "http://user:pass@host", "http://host?a=b", "http://host#a"})
    void baseUrl_isRefused_withoutBeingShown(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackfillClient.builder().baseUrl(url))
                .withMessageNotContaining("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "http://billing_service:8080, underscore",
        "https://a_b.example.com/path, underscore",
        "'http://bill ing', position 12",
        "http://-billing, billing",
        "http://user:pass_word@bill_ing, user",
        "'http://user:pass word@host', space",
        "'http://[::1', no URL",
        "'http://host/{id}', {",
        "http://host:port, port",
        "http://ho%73t, %",
    })
    void baseUrl_thatNoHostCanHave_isRefused_byWhatIsWrong(String url, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackfillClient.builder().baseUrl(url))
                .withMessageContaining(why)
                .withMessageNotContaining("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "http://b\u00fccher.example:8080/x, http://xn--bcher-kva.example:8080/x",
        "https://\u65e5\u672c\u8a9e.example, https://xn--wgv71a119e.example",
        "http://[::1]:8080, http://[::1]:8080",
        "HTTP://Host/, HTTP://Host",
    })
    void baseUrl_mayHaveAnInternationalHost(String url, String sentTo) {
        assertThat(BaseUrl.of(URI.create(url))).isEqualTo(URI.create(sentTo));
    }

    @Test
    void timeout_mustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackfillClient.builder().attemptTimeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackfillClient.builder().connectTimeout(Duration.ofSeconds(-1)));
    }

    @Test
    void build_needsABaseUrl_andOneSourceOfTokens() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> BackfillClient.builder().accessToken(() -> "t").build());
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> BackfillClient.builder().baseUrl("http://host").build());
        assertThatIllegalStateException()
                .isThrownBy(() -> BackfillClient.builder()
                        .baseUrl("http://host")
                        .accessToken(() -> "t")
                        .credentials("id", "secret")
                        .build());
    }

    @Test
    void path_ofTheBaseUrl_isAPrefix() {
        service.answers(Answer.token("t", "3599"), Answer.json(200, "{" + FakeService.SUCCESS + "}"));

        BackfillClient.builder()
                .baseUrl(service.baseUrl() + "/gateway/")
                .credentials("id", "secret")
                .build()
                .jobs()
                .stop("x");

        assertThat(service.seen())
                .extracting(Seen::uri)
                .containsExactly("/gateway/oauth/token", "/gateway/v1/uno/data-backfill/bookingdate/jobs/x");
    }

    @Test
    void entityAndOrgs_areSentWithEachCall() {
        service.answers(Answer.json(200, "{" + FakeService.SUCCESS + "}"));
        BackfillClientBuilder builder =
                BackfillClient.builder().baseUrl(service.baseUrl()).accessToken(() -> "t");

        builder.entityId("e1")
                .orgIds("o1", "o2")
                .build()
                .jobs()
                .withTrackId("mine")
                .stop("x");

        assertThat(service.header("Zuora-Entity-Ids")).isEqualTo("e1");
        assertThat(service.header("Zuora-Org-Ids")).isEqualTo("o1,o2");
        assertThat(service.header("Zuora-Track-Id")).isEqualTo("mine");
    }

    @Test
    void whatIsNotSet_isNotSent() {
        service.answers(Answer.json(200, "{" + FakeService.SUCCESS + "}"));

        service.client().jobs().stop("x");

        assertThat(service.header("Zuora-Entity-Ids")).isNull();
        assertThat(service.header("Zuora-Org-Ids")).isNull();
        assertThat(service.header("Zuora-Track-Id")).isNull();
    }
}
