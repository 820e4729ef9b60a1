package org.timeviper.api;

import java.util.List;

/**
 * A span of a video that answers a search.
 *
 * @param video the video's identity
 * @param name the video's name
 * @param start first second
 * @param end last second
 * @param caption the best matching caption in the span; of several parts, their captions one after the other
 * @param highlights where the caption holds words of the query
 * @param why why it matched, for a person: matched words and meaning
 * @param matchedBy what matched: {@code words}, {@code meaning}, or both
 * @param score fused score, comparable within one search only, higher is better
 * @param confidence the model's confidence in the caption, 0 to 1
 * @param thumbnail path of a picture from the span
 * @param play path that plays it, with a media fragment {@code #t=start,end}
 * @param framesSeen frames of the span that the model looked at
 * @param framesTotal frames of the span in the film
 * @param parts where the search asked for several things in time: these things, in the order of the query; empty otherwise
 */
public record Moment(
        String video,
        String name,
        double start,
        double end,
        String caption,
        List<Highlight> highlights,
        String why,
        List<String> matchedBy,
        double score,
        double confidence,
        String thumbnail,
        String play,
        long framesSeen,
        long framesTotal,
        List<MomentPart> parts) {}
