package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.Suggestions.Suggestion;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;

/** What is suggested must be fit to be searched for at once, whatever is typed and whatever the library's things are called. */
class QuerySuggestionsTest {

    @TempDir
    Path folder;

    private SceneIndex index;
    private QuerySuggestions suggestions;

    @AfterEach
    void close() {
        index.close();
    }

    private void open(CaptionLanguage language) {
        index = LuceneSceneIndex.open(folder, language, "none", 1);
        suggestions = new QuerySuggestions(index, language.analyzer());
    }

    private void publish(String name, List<String> tags, String... captions) {
        IndexedVideo video = new IndexedVideo(name, name, "", tags, "", Instant.EPOCH, 100);
        List<SceneDocument> scenes = new ArrayList<>();
        for (String caption : captions) {
            int second = scenes.size();
            Scene scene = new Scene(name + second, video, second, second + 1, "event", caption, 0.9, 1, 25);
            scenes.add(new SceneDocument(scene, new float[] {1}));
        }
        index.replace(name, scenes);
    }

    private void publishOddNames() {
        open(CaptionLanguage.ENGLISH);
        publish("clip (1).mp4", List.of("Rush \"hour\""), "A red car and a white car");
        publish("Best of \"Rex\" 2.mp4", List.of("(raw)"), "A white car, then a dog");
        publish("red then[1s] white.mp4", List.of("then"), "A whistle while it rains");
        publish("“Curly” [x.mp4", List.of("back\\slash", "end\\"), "A white wall");
    }

    private List<String> texts(String typed) {
        return suggestions.complete(typed, 8).suggestions().stream()
                .map(Suggestion::text)
                .toList();
    }

    @Test
    void aTitleWithParenthesesIsNotSaidTwice() {
        publishOddNames();
        assertEquals(List.of("clip (1).mp4"), texts("clip (1"));
        assertEquals(List.of("\"red car\" then \"clip (1).mp4\""), texts("\"red car\" then clip"));
    }

    @Test
    void theThingBehindARelationIsCompletedAndNotTheRelation() {
        publishOddNames();
        assertTrue(texts("\"red car\" then whi").contains("\"red car\" then white car"));
        assertTrue(texts("\"red car\" near whi").contains("\"red car\" near white car"));
        assertTrue(texts("red car then[10s] a whi").contains("red car then[10s] a white car"));
        assertTrue(texts("red car then[10s]whi").contains("red car then[10s]white car"));
        assertEquals(List.of(), texts("red car then[1"), "a limit is nothing to complete");
        assertEquals(List.of(), texts("\"red car\" then "));
    }

    @Test
    void whatIsOpenIsClosed() {
        publishOddNames();
        assertEquals("\"white car\"", texts("\"white c").getFirst());
        assertEquals("“white car”", texts("“white c").getFirst());
        assertEquals("「white car」", texts("「white c").getFirst());
        assertTrue(texts("(\"red car\" then whi").contains("(\"red car\" then white car)"));
        assertTrue(texts("what happens then \"whi").contains("what happens then \"white car\""));
        assertTrue(texts("(whi").contains("(white car"), "a parenthesis among plain words is one of them");
    }

    @Test
    void quotesOfANameAreEscapedWithinQuotesAndNamesThatRelateAreQuoted() {
        publishOddNames();
        assertEquals(List.of("\"Best of \\\"Rex\\\" 2.mp4\""), texts("\"best o"));
        assertEquals("\"Best of \\\"Rex\\\" 2.mp4\"", texts("\"best of \\\"re").getFirst());
        assertEquals(List.of("\"Rush \\\"hour\\\"\""), texts("“rush"));
        assertEquals(List.of("\"red then[1s] white.mp4\""), texts("red th"));
        assertEquals(List.of("\"back\\slash\""), texts("\"back"), "a backslash escapes nothing but quotes and itself");
        assertEquals(List.of("\"end\\\\\""), texts("\"en"));
    }

    @Test
    void everySuggestionCanBeRead() {
        publishOddNames();
        int suggested = 0;
        for (String query : List.of(
                "\"red car\" then[10s] \"white car\" then white wall",
                "(“red car” while whistle) near (\"clip (1).mp4\"",
                "best of \"rex\" 2",
                "a 27 \" clip (1) 'rush",
                "「red car」then[10s]«white car» within[1s..2s] not near “curly",
                "then while (raw) \"back\\slash\" red then[1s] white")) {
            for (int end = 0; end <= query.length(); end++) {
                String typed = query.substring(0, end);
                for (String text : texts(typed)) {
                    assertDoesNotThrow(() -> QuerySyntax.parse(text), () -> typed + " is completed to " + text);
                    suggested++;
                }
            }
        }
        assertTrue(suggested > 100, "only " + suggested + " suggestions");
    }

    @Test
    void wordsOfALanguageWithoutSpacesAreCompletedWhereTheyBegin() {
        open(CaptionLanguage.JAPANESE);
        publish("a", List.of(), "赤い車が通る");
        publish("b", List.of(), "青い空");
        assertTrue(texts("赤い").contains("赤い車"));
        assertTrue(texts("青い空と赤い").contains("青い空と赤い車"), () -> texts("青い空と赤い").toString());
        assertTrue(texts("「青い空」then[10s]赤い").contains("「青い空」then[10s]赤い車"));
        assertTrue(texts("青い空then[10s]「赤い").contains("青い空then[10s]「赤い車」"));
    }
}
