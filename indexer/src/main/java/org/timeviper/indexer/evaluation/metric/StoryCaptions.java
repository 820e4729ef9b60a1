package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * All that is told of a film as one text against all that annotators tell of it, whenever it happens: what YouCook2 calls paragraph captioning. As its public evaluation does, words are
 * runs of letters in lower case, and nothing else counts.
 */
public final class StoryCaptions {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("\\P{L}+");

    private StoryCaptions() {}

    /**
     * @param films those that nobody annotated are not counted
     * @return the mean of CIDEr-D over films, which a single film has none of; {@link Cider}
     */
    public static Mean cider(List<EventsOutcome> films) {
        List<TokenizedCaption> stories = films.stream()
                .filter(EventsOutcome::annotated)
                .map(film -> new TokenizedCaption(
                        story(film.predicted()),
                        film.references().stream().map(StoryCaptions::story).toList()))
                .toList();
        Cider cider = new Cider(stories);
        return Mean.of(stories.stream().mapToDouble(cider::ciderD));
    }

    private static List<String> story(List<TimedText> events) {
        return events.stream()
                .flatMap(event -> BETWEEN_WORDS.splitAsStream(event.text().toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
