package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

class AnswerFolderTest {
    private static final Shard WHOLE = new Shard(1, 1);

    private final Item item = new Item.Open(
            "open/1",
            new Footage(Path.of("film.mp4"), Optional.empty()),
            ItemGroups.NONE,
            "What is seen?",
            List.of("the sea"));
    private final RunDescription run = new RunDescription("mvbench", "a model", "0123", new Sampling(1, 8, 64), "p", 1);
    private final Outcome said = new Outcome.Said("the sea", false, 1);
    private final Outcome failed = new Outcome.Failed("no film");

    @TempDir
    private Path folder;

    private AnswerFolder keeping(Shard part, Outcome outcome) {
        AnswerFolder answers = new AnswerFolder(folder, run);
        try (ResultFile results = ResultFile.open(answers.answers(part), run)) {
            results.add(Answered.to(item, outcome, 12.5, 16, 0.5));
        }
        return answers;
    }

    @Test
    void aFailureInOnePartHidesNoAnswerOfAnother() {
        keeping(new Shard(1, 2), said);
        AnswerFolder answers = keeping(new Shard(2, 2), failed);
        assertEquals(said, answers.to(List.of(item)).get(item.id()).outcome());
        assertEquals(Set.of(item.id()), answers.answeredElsewhere(List.of(item), WHOLE, true));
    }

    @Test
    void whatFailedInAnotherPartIsTriedAgainOnlyWhenThatIsAskedFor() {
        AnswerFolder answers = keeping(new Shard(1, 2), failed);
        assertEquals(Set.of(item.id()), answers.answeredElsewhere(List.of(item), WHOLE, false));
        assertEquals(Set.of(), answers.answeredElsewhere(List.of(item), WHOLE, true));
    }
}
