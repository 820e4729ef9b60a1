package org.timeviper.indexer.media;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.model.task.Span;

/**
 * Windows of a film that are looked at together, and the scenes that end in them. Scenes that are looked at next, while what was seen in their windows is still there, show no frame
 * that was not seen already.
 *
 * @param windows in order
 * @param scenes in order; none if one scene goes on behind the last window
 */
public record Portion(List<Span> windows, List<Span> scenes) {

    /**
     * @param windows of the whole film, in order and without gaps
     * @param scenes of the whole film, in order and without gaps
     * @param together how many windows are looked at together, at least 1
     * @return in order; each window and each scene is in one of them
     */
    public static List<Portion> of(List<Span> windows, List<Span> scenes, int together) {
        List<Portion> portions = new ArrayList<>();
        int begun = 0;
        for (int first = 0; first < windows.size(); first += together) {
            int next = Math.min(windows.size(), first + together);
            boolean last = next == windows.size();
            int ended = begun;
            while (ended < scenes.size()
                    && (last || scenes.get(ended).end() <= windows.get(next - 1).end())) {
                ended++;
            }
            portions.add(new Portion(windows.subList(first, next), scenes.subList(begun, ended)));
            begun = ended;
        }
        return portions;
    }
}
