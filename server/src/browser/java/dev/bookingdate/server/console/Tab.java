package dev.bookingdate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A tab of the browser. When it is closed, it must have broken no policy, thrown nothing, and asked no other host. */
final class Tab implements AutoCloseable {

    static final String CLIENT = "00000000-0000-4000-8000-000000000001";
    static final String OTHER_TENANT = "00000000-0000-4000-8000-000000000002";
    static final String SECRET = "demo-secret";

    private static final String AXE = resource("/axe.min.js");
    private static final String REPORT_VIOLATIONS =
            "addEventListener('securitypolicyviolation', e => console.error('POLICY: ' + e.violatedDirective + ' ' + e.blockedURI))";

    private final BrowserContext context;
    private final String address;
    private final Page page;
    private final List<String> faults = new CopyOnWriteArrayList<>();

    Tab(BrowserContext context, String address) {
        this.context = context;
        this.address = address;
        this.page = context.newPage();
        page.addInitScript(REPORT_VIOLATIONS);
        page.onConsoleMessage(message -> {
            if (message.text().startsWith("POLICY: ") || message.text().contains("Content Security Policy")) {
                faults.add(message.text());
            }
        });
        page.onPageError(faults::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
                faults.add("asked " + request.url());
            }
        });
    }

    Page page() {
        return page;
    }

    Tab open(String path) {
        page.navigate(address + path);
        return this;
    }

    Tab signIn() {
        return signIn(CLIENT, SECRET);
    }

    Tab signIn(String client, String secret) {
        if (!page.url().startsWith(address)) {
            open("/console");
        }
        page.getByLabel("Client id").fill(client);
        page.getByLabel("Client secret").fill(secret);
        button("Sign in").click();
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator buttonLike(String pattern) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(pattern)));
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator text(String pattern) {
        return page.getByText(Pattern.compile(pattern)).first();
    }

    /** Waits until a job shows this status, such as {@code Stopped}: where only one job is shown. */
    void seesStatus(String word, int seconds) {
        seesBadge(".badge", word, seconds);
    }

    /** The same on the list, for the job of this id. */
    void seesStatusOf(String id, String word, int seconds) {
        seesBadge("[data-job='" + id + "'] .badge", word, seconds);
    }

    private void seesBadge(String selector, String word, int seconds) {
        page.locator(selector, new Page.LocatorOptions().setHasText(word))
                .first()
                .waitFor(new Locator.WaitForOptions().setTimeout(seconds * 1000.0));
    }

    /** Waits until a text is to be seen. */
    void sees(String pattern) {
        sees(pattern, 15);
    }

    void sees(String pattern, int seconds) {
        text(pattern).waitFor(new Locator.WaitForOptions().setTimeout(seconds * 1000.0));
    }

    /** What axe has to say of the page as it is now, one line each. */
    List<String> violations() {
        page.evaluate(AXE);
        Object found = page.evaluate("""
                async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(violation =>
                    violation.nodes.map(node => violation.id + ': ' + node.target.join(' ') + ': ' + node.failureSummary))""");
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** Keeps what is to be seen, for people. */
    void keep(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/screenshots", name + ".png"))
                .setFullPage(true));
    }

    /** Answers calls in the place of the server. */
    void answers(String urlPattern, int status, String body, Map<String, String> headers) {
        page.route(
                Pattern.compile(urlPattern),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(status)
                        .setContentType("application/json")
                        .setHeaders(headers)
                        .setBody(body)));
    }

    @Override
    public void close() {
        context.close();
        assertThat(faults)
                .as("broken policies, errors of scripts, requests of other hosts")
                .isEmpty();
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(Tab.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
