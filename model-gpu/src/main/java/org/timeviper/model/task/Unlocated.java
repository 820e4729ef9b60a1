package org.timeviper.model.task;

/**
 * What is known of a thing that a question is about and that is found in nothing that the question is put to: an answer about it has to be surer than others, for the model may be telling of another
 * thing.
 *
 * @param surest the surest word that it is not seen
 * @param from confidence from which on an answer stands, 0 to 1
 */
public record Unlocated(GroundingAnswer surest, double from) {

    /** @return the answer; or, if that is not sure enough, that the thing is not seen */
    public Answer leaves(Answer said) {
        return said.seen() && said.confidence() < from ? answer() : said;
    }

    /** @return that the thing is not seen */
    public Answer answer() {
        return new Answer(Prompts.notShown(), false, surest.confidence(), surest.unsure());
    }
}
