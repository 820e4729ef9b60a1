package org.timeviper.indexer.browser;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The snippets in a real Chromium, before the real service, which is started and given its films once for all of them. */
@QuarkusTest
@TestProfile(WatchedLibrary.class)
class SnippetsTest {

    @BeforeAll
    static void startTheBrowser() {
        Watching.chromium = Chromium.start();
    }

    @AfterAll
    static void endTheBrowser() {
        Watching.chromium.close();
    }

    @Nested
    class OfEveryKind extends EveryFace {}

    @Nested
    class OfAsking extends AskSnippet {}

    @Nested
    class OfTheLibrary extends LibrarySnippet {}

    @Nested
    class OnAnotherSite extends EmbeddedSnippets {}

    @Nested
    class OfThePlayer extends PlayerSnippet {}

    @Nested
    class OfTheSearch extends SearchSnippet {}

    @Nested
    class OfTheTimeline extends TimelineSnippet {}

    @Nested
    @EnabledIfSystemProperty(named = Pictures.FOLDER, matches = ".+", disabledReason = "nobody asked for pictures")
    class OfPictures extends Pictures {}

    @Nested
    class OfUploading extends UploadSnippet {}
}
