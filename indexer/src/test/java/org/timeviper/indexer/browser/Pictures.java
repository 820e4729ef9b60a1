package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures that the READMEs show, of the pages as they are: {@code ./timeviper test -pl indexer -am -Dtest='SnippetsTest$OfPictures'
 * -Dsurefire.failIfNoSpecifiedTests=false -Dpictures.folder=$PWD/ui-snippets/docs}.
 */
abstract class Pictures extends Watching {

    static final String FOLDER = "pictures.folder";

    private void look(int width, int height, ColorScheme scheme) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    private void take(String name) {
        page.mouse().move(0, 0);
        page.waitForTimeout(1_000); // what fades in has come
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(System.getProperty(FOLDER)).resolve(name + ".png")));
    }

    private void findTheBoat() {
        search("a pink boat on the sea");
        moments().first().click();
        assertThat(page.locator("tv-player [role=slider]")).isVisible();
        assertThat(page.locator("tv-timeline .block").first()).isVisible();
    }

    @Test
    void thePage() {
        look(1280, 1500, ColorScheme.LIGHT);
        open("/");
        findTheBoat();
        take("page");
    }

    @Test
    void thePageByNight() {
        look(1280, 1100, ColorScheme.DARK);
        open("/");
        findTheBoat();
        take("page-dark");
    }

    @Test
    void thePageOnAPhone() {
        look(390, 1100, ColorScheme.LIGHT);
        open("/");
        search("a pink boat on the sea");
        assertThat(moments().first()).isVisible();
        take("phone");
    }

    @Test
    void anAnswerAndTheMomentsThatItRestsOn() {
        look(1000, 760, ColorScheme.LIGHT);
        open("/snippets/ask.html");
        page.locator("tv-ask [part=field]").fill("what colour is the boat?");
        page.keyboard().press("Enter");
        page.locator("tv-ask .parts [part=part]").first().click();
        assertThat(page.locator("tv-player [role=slider]")).isVisible();
        take("ask");
    }

    @Test
    void theLibrary() {
        look(1000, 430, ColorScheme.LIGHT);
        open("/snippets/library.html");
        assertThat(page.locator("tv-library .open").first()).isVisible();
        take("library");
    }
}
