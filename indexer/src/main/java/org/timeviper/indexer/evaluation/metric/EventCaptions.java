package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * What is said of events that are found, as the evaluation of ActivityNet Captions measures it: every predicted event is compared with every annotated one, of all annotators, that it
 * overlaps by more than a threshold, one pair at a time. A predicted event that overlaps none is compared with nothing and earns 0 (the published code compares it with random
 * letters). The score of a film is CIDEr-D over its pairs, one pair being one document. That is so in the published code too, with the consequence that a film with a single pair
 * scores 0 however well it is described.
 */
final class EventCaptions {

    private static final List<List<String>> NOTHING = List.of(List.of());

    private EventCaptions() {}

    /**
     * @param film annotated
     * @param threshold intersection over union that must be exceeded
     * @return 0 to 10; 0 if nothing was predicted
     */
    static double cider(EventsOutcome film, double threshold) {
        List<TokenizedCaption> pairs = pairs(film, threshold);
        Cider cider = new Cider(pairs);
        return pairs.isEmpty()
                ? 0
                : Mean.of(pairs.stream().mapToDouble(cider::ciderD)).value();
    }

    private static List<TokenizedCaption> pairs(EventsOutcome film, double threshold) {
        List<TokenizedCaption> pairs = new ArrayList<>();
        for (TimedText event : film.predicted()) {
            List<String> said = CaptionTokens.of(event.text());
            int before = pairs.size();
            for (List<TimedText> annotator : film.references()) {
                for (TimedText truth : annotator) {
                    if (truth.span().overlap(event.span()) > threshold) {
                        pairs.add(new TokenizedCaption(said, List.of(CaptionTokens.of(truth.text()))));
                    }
                }
            }
            if (pairs.size() == before) {
                pairs.add(new TokenizedCaption(said, NOTHING));
            }
        }
        return pairs;
    }
}
