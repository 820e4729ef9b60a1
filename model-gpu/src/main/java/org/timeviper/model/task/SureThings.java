package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ThingOdds;

/**
 * The things that a model surely sees in a clip, whatever else it makes of it: of each that its configuration has {@linkplain ThingOdds#namedFrom named from} some odds on, it is asked
 * whether it is there.
 *
 * @param things with their articles, in the configuration's order; at least one
 * @param chance how likely the least likely of them is there, 0 to 1
 */
record SureThings(List<String> things, double chance) {

    /** Costs a prompt for each thing that may be named. */
    static Optional<SureThings> in(VideoSession session) {
        ThingOdds odds = session.config().confidence().things();
        List<String> seen = new ArrayList<>();
        double chance = 1;
        for (String thing : odds.namedFrom().keySet()) {
            YesOrNo answer = YesOrNo.to(session, new ThingQuestion(thing));
            if (odds.isNamed(thing, answer.yes(), answer.no())) {
                seen.add(thing);
                chance = Math.min(chance, odds.there(thing, answer.yes(), answer.no()));
            }
        }
        return seen.isEmpty() ? Optional.empty() : Optional.of(new SureThings(List.copyOf(seen), chance));
    }

    /** @return {@code It shows a dog, grass and water.} */
    Sentence sentence() {
        return new Sentence("It shows " + Sentence.listed(things) + ".", chance);
    }
}
