package org.timeviper.api;

import java.util.List;

/**
 * A scene or event of a video, as the index has it.
 *
 * @param video the video's identity
 * @param name the video's name
 * @param start first second
 * @param end last second
 * @param kind {@code scene} (a shot's detailed caption) or {@code event} (a grounded event within it)
 * @param caption what is seen
 * @param highlights where the caption holds words of the query
 * @param confidence the model's confidence in the caption, 0 to 1
 * @param thumbnail path of a picture from it
 * @param play path that plays it, with a media fragment {@code #t=start,end}
 */
public record SceneView(
        String video,
        String name,
        double start,
        double end,
        String kind,
        String caption,
        List<Highlight> highlights,
        double confidence,
        String thumbnail,
        String play) {}
