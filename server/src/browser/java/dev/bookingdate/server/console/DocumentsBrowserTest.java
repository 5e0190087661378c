package dev.bookingdate.server.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.generated.model.JobStatus;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.story.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of the contract: {@code /docs} of a server, and the reference that the build makes, without one. */
@Tag("long")
@Timeout(120)
class DocumentsBrowserTest {

    private static final Path REFERENCE =
            Path.of("../api/target/site/index.html").toAbsolutePath().normalize();

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        server = RunningServer.start(database, "bookingdate.demo.charges=1000", "bookingdate.engine.enabled=false");
    }

    @AfterAll
    static void end() {
        server.close();
        database.close();
    }

    /** Tab and Enter alone, from the secret to the answer of the stop. */
    @Test
    void aStop_isTriedOut_byKeyboard() {
        try (BackfillClient client = BackfillClient.builder()
                        .baseUrl(server.address())
                        .credentials(Tab.CLIENT, Tab.SECRET)
                        .build();
                Tab tab = chromium.tab(server.address())) {
            String id = client.jobs().create().getJobId();
            Page page = tab.open("/docs").page();
            page.getByLabel("Client id").fill(Tab.CLIENT);
            page.keyboard().press("Tab");
            page.keyboard().type(Tab.SECRET);
            page.keyboard().press("Enter");
            tab.sees("Authorized for");

            page.locator("#operations-BookingDateBackfill-stopBookingDateBackfillJob button.opblock-summary-control")
                    .focus();
            page.keyboard().press("Enter");
            press(tab, "button.try-out__btn");
            page.locator("tr[data-param-name=jobId] input").fill(id);
            press(tab, "button.execute");

            Response stopped = page.waitForResponse(answer -> answer.url().endsWith(id), () -> {});
            assertThat(stopped.status()).isEqualTo(200);
            assertThat(client.jobs().get(id).getStatus()).isEqualTo(JobStatus.STOPPED);
        }
    }

    @ParameterizedTest
    @EnumSource(ColorScheme.class)
    void docs_areFitForEverybody(ColorScheme colors) {
        try (Tab tab = chromium.tab(server.address(), new NewContextOptions().setColorScheme(colors))) {
            tab.open("/docs");
            Locator stop = tab.page().locator("#operations-BookingDateBackfill-stopBookingDateBackfillJob");
            stop.waitFor();
            assertThat(tab.violations()).isEmpty();

            stop.locator("button.opblock-summary-control").click();
            stop.locator("tr[data-param-name=jobId]").waitFor();
            assertThat(tab.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ColorScheme.class)
    void reference_isFitForEverybody_withoutAServer(ColorScheme colors) {
        assertThat(REFERENCE)
                .as("made by the build of api")
                .satisfies(file -> assertThat(Files.isReadable(file)).isTrue());
        try (Tab tab = chromium.tab(
                REFERENCE.getParent().toUri().toString(), new NewContextOptions().setColorScheme(colors))) {
            tab.page().navigate(REFERENCE.toUri().toString());

            assertThat(tab.page().locator("h1").first()).isVisible();
            assertThat(tab.violations()).isEmpty();
        }
    }

    private static void press(Tab tab, String button) {
        Locator found = tab.page().locator("#operations-BookingDateBackfill-stopBookingDateBackfillJob " + button);
        found.focus();
        assertThat(found).isFocused();
        tab.page().keyboard().press("Enter");
    }
}
