package dev.bookingdate.server.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium without a window. Where it is missing, the test class is skipped. */
final class Chromium implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    /** Root has no sandbox to use, and the pages are our own. The rest keeps the browser from calling its maker. */
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() {
        Assumptions.assumeTrue(
                Files.isExecutable(PROGRAM),
                () -> "There is no " + PROGRAM
                        + ": tests in a browser are left out. Install it: apt-get install chromium");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Chromium(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new LaunchOptions()
                                    .setExecutablePath(PROGRAM)
                                    .setArgs(OPTIONS)));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A tab with a session of its own. */
    Tab tab(String address) {
        return tab(address, new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    Tab tab(String address, Browser.NewContextOptions options) {
        return new Tab(browser.newContext(options), address);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
