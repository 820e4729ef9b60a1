package org.timeviper.indexer.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The search that a user of the engine would write without this project, to compare with: one query of words or nearest vectors whose scores are added up, its best
 * scenes read by the client, and there joined where they follow each other. It knows neither denials nor how well an answer can be stood for. Safe for use by many
 * threads.
 */
public interface PlainSearch extends AutoCloseable {

    /** How far apart scenes may be that are joined, in seconds. */
    double GAP_SECONDS = 2;

    /**
     * A scene, or several of one video that were joined.
     *
     * @param video the video's identity
     * @param start first second
     * @param end last second
     * @param score the best scene's
     * @param caption the best scene's
     */
    record Span(String video, double start, double end, double score, String caption) {}

    /**
     * Searches.
     *
     * @param depth how many scenes are read
     * @return best first
     */
    List<Span> search(String text, float[] vector, int depth);

    @Override
    void close();

    /**
     * Joins scenes of a video that follow each other.
     *
     * @param scenes in any order
     * @return best first
     */
    static List<Span> joined(List<Span> scenes) {
        Map<String, List<Span>> byVideo = new HashMap<>();
        scenes.forEach(scene -> byVideo.computeIfAbsent(scene.video(), video -> new ArrayList<>())
                .add(scene));
        List<Span> joined = new ArrayList<>();
        for (List<Span> ofVideo : byVideo.values()) {
            ofVideo.sort(Comparator.comparingDouble(Span::start));
            Span last = ofVideo.getFirst();
            for (Span scene : ofVideo.subList(1, ofVideo.size())) {
                if (scene.start() - last.end() > GAP_SECONDS) {
                    joined.add(last);
                    last = scene;
                } else {
                    Span better = scene.score() > last.score() ? scene : last;
                    last = new Span(
                            scene.video(),
                            last.start(),
                            Math.max(last.end(), scene.end()),
                            better.score(),
                            better.caption());
                }
            }
            joined.add(last);
        }
        joined.sort(Comparator.comparingDouble(Span::score).reversed());
        return joined;
    }
}
