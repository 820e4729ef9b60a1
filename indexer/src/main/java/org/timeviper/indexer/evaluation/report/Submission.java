package org.timeviper.indexer.evaluation.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Outcome;

/**
 * What a benchmark's own server takes: the place of the chosen option, from 0, by the question's id. Servers want an answer to every question, so where there is none the first option
 * stands.
 *
 * @param text the file's, JSON
 * @param guessed how many questions there is no answer to
 */
public record Submission(String text, int guessed) {

    /** @param answers by the items' identities */
    public static Submission of(List<Item> items, Map<String, Answered> answers) {
        ObjectNode chosen = new ObjectMapper().createObjectNode();
        int guessed = 0;
        for (Item item : items) {
            Answered answer = answers.get(item.id());
            boolean named = answer != null && answer.outcome() instanceof Outcome.Chosen choice && choice.option() >= 0;
            guessed += named ? 0 : 1;
            chosen.put(item.id(), named ? ((Outcome.Chosen) answer.outcome()).option() : 0);
        }
        return new Submission(chosen.toPrettyString() + "\n", guessed);
    }
}
