package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ColoursConfig;

/**
 * The one thing that a description tells by its colour. What is found of it may be a thing of its kind in another colour, or another thing: of the find alone the model knows that.
 *
 * @param thing without its article and its colour
 * @param colour one that the model knows
 */
record ColouredThing(String thing, String colour) {

    /** @return empty if the description is of no one thing, or tells no colour of it that the model knows */
    static Optional<ColouredThing> in(String description, ColoursConfig colours) {
        return NamedThing.coloured(description, colours.names());
    }

    /**
     * Asks which colour the thing has, at the cost of a prompt.
     *
     * @param session on the find and little else
     * @param found with a guess
     * @return what was found; or that it is not seen, as sure as that is, if the colour is not likely enough beside the others and that there is no such thing
     */
    GroundingAnswer confirmed(VideoSession session, GroundingAnswer found) {
        ColoursConfig colours = session.config().moments().colours();
        double likely = probability(session, colours.names());
        return likely >= colours.from() ? found : VideoTasks.unseen(session, 1 - likely);
    }

    private double probability(VideoSession session, List<String> colours) {
        List<String> answers = new ArrayList<>(colours);
        answers.add(Prompts.notShown());
        List<Double> said = session.probabilities(
                Prompts.question(session, "What colour is the " + thing + "?"), "", answers, true);
        double all = said.stream().mapToDouble(Double::doubleValue).sum();
        return all > 0 ? said.get(colours.indexOf(colour)) / all : 0;
    }
}
