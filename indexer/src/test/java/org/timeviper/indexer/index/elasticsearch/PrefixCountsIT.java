package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.CompletionTerms;
import org.timeviper.search.lucene.CompletionTerms.Kind;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;

/** Completions on a real cluster, in an archive with more videos than are counted over. */
@Execution(ExecutionMode.SAME_THREAD)
class PrefixCountsIT {

    @RegisterExtension
    static final SharedNode NODE = SharedNode.withoutPlugin();

    @Test
    void aRareTagIsNotLostBehindAFrequentWord() {
        Settings settings =
                Settings.of(NODE.node().address(), "prefixes-" + UUID.randomUUID(), 1, Duration.ofSeconds(20));
        try (SceneIndex index = ElasticsearchSceneIndex.open(settings, CaptionLanguage.ENGLISH, "a model", 2);
                ClusterConnection cluster = new ClusterConnection(settings)) {
            for (int i = 0; i < 4; i++) {
                publish(index, "v" + i, List.of(), "A street");
            }
            publish(index, "last", List.of("Strange"), "A house");
            index.rebuilt();
            PrefixCounts counts = new PrefixCounts(cluster, settings::index, 2);
            List<List<IndexedTerm>> found = counts.of(
                    List.of(CompletionTerms.prefix(Kind.WORDS, "str"), CompletionTerms.prefix(Kind.TAG, "str")), 5);
            assertEquals(List.of(List.of("street"), List.of("Strange")), texts(found));
        }
    }

    private static List<List<String>> texts(List<List<IndexedTerm>> found) {
        return found.stream()
                .map(terms -> terms.stream()
                        .map(term -> CompletionTerms.read(term.term()).text())
                        .toList())
                .toList();
    }

    private static void publish(SceneIndex index, String id, List<String> tags, String caption) {
        IndexedVideo video = new IndexedVideo(id, "film.mp4", "", tags, "", Instant.EPOCH, 60);
        Scene scene = new Scene(id + "/0", video, 0, 5, "event", caption, 0.9, 5, 125);
        index.replace(id, List.of(new SceneDocument(scene, new float[] {1, 0})));
    }
}
