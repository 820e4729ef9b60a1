package org.timeviper.indexer.search;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.TemporalExpression;

/**
 * The model's looks at what one search has found. Each takes the model seconds, so there are few, whatever is asked for; the same thing is looked for in the same stretch of
 * film once. For one thread.
 */
final class Looks {

    /** How many moments are looked at. */
    private static final int MOMENTS = 3;

    /** How often the model looks: at three moments of two things each. */
    private static final int MOST = 6;

    private final SecondLook model;
    private final TemporalExpression sought;
    private final Map<Look, Boolean> taken = new HashMap<>();
    private int moments;

    /** A thing that a stretch of film is to show. */
    private record Look(String video, double start, double end, String thing) {}

    Looks(SecondLook model, TemporalExpression sought) {
        this.model = model;
        this.sought = sought;
    }

    /**
     * Whether a moment can still be looked at in all its things. The first one always is: of more things than there are looks, at the first.
     */
    boolean suffice(FoundMoment<SceneHit> moment) {
        Set<Look> more = looks(moment);
        more.removeAll(taken.keySet());
        return moments == 0 || moments < MOMENTS && taken.size() + more.size() <= MOST;
    }

    /** @return whether the model sees what the moment should show, of a sequence each thing at its own time */
    boolean see(FoundMoment<SceneHit> moment) {
        moments++;
        return looks(moment).stream().limit(MOST).allMatch(look -> taken.computeIfAbsent(look, this::taken));
    }

    private boolean taken(Look look) {
        return model.shows(look.video(), look.start(), look.end(), look.thing());
    }

    private Set<Look> looks(FoundMoment<SceneHit> moment) {
        String video = moment.best().timeline();
        if (sought instanceof TemporalExpression.Operand operand) {
            return new LinkedHashSet<>(List.of(new Look(video, moment.start(), moment.end(), operand.text())));
        }
        List<TemporalExpression.Operand> things = sought.shown();
        Set<Look> looks = new LinkedHashSet<>();
        for (int i = 0; i < things.size(); i++) {
            Scene scene = moment.hits().get(i).item().scene();
            looks.add(new Look(video, scene.start(), scene.end(), things.get(i).text()));
        }
        return looks;
    }
}
