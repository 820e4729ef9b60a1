package org.timeviper.indexer.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real Chromium: the one that {@code TIMEVIPER_CHROMIUM} names, else the one on the path. */
public final class Chromium implements AutoCloseable {

    /** How long anything is waited for, be it by the page or by an assertion, which by itself waits for five seconds: too short for an answer of the model on a machine that others use. */
    private static final double PATIENCE_MILLIS = 30_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts it. */
    public static Chromium start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Chromium(playwright, playwright.chromium().launch(options()));
        } catch (RuntimeException | Error e) {
            playwright.close();
            throw e;
        }
    }

    /**
     * A film with sound may play by itself, as it may for readers who have played films there before: else whether it does hangs on whether Playwright, whose scripts count as what a reader
     * does, has come to the page before the player.
     */
    private static BrowserType.LaunchOptions options() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(program())
                .setChromiumSandbox(false)
                .setArgs(List.of(
                        "--no-sandbox",
                        "--autoplay-policy=no-user-gesture-required",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-quic",
                        "--no-first-run"));
    }

    private static Path program() {
        String named = System.getenv().getOrDefault("TIMEVIPER_CHROMIUM", "");
        Stream<Path> onPath = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                        .map(name -> Path.of(place, name)));
        return Stream.concat(named.isBlank() ? Stream.empty() : Stream.of(Path.of(named)), onPath)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(
                                "The browser tests need a Chromium: apt-get install chromium,"
                                        + " or set TIMEVIPER_CHROMIUM to a Chrome or Chromium. ./timeviper test installs it where it may."));
    }

    /** @return a new page, with nothing of earlier ones */
    public Page page() {
        Page page = browser.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
