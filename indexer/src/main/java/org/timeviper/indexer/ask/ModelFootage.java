package org.timeviper.indexer.ask;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceConfig;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.FilmQuestion;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.LocatedQuestion;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;

/** The films as the service's model sees them. */
public final class ModelFootage implements Footage {

    private final LoadedModel model;

    public ModelFootage(LoadedModel model) {
        this.model = model;
    }

    @Override
    public boolean canBeUnsure() {
        ModelConfig config = model.config();
        ConfidenceConfig confidence = config.confidence();
        return config.unlocatedFrom() > 0
                || Stream.of(AnswerKind.ANSWER, AnswerKind.ORDER, AnswerKind.COUNT, AnswerKind.BACKGROUND)
                        .anyMatch(kind -> confidence.of(kind).isDemanding());
    }

    @Override
    public Optional<Located> locate(
            String videoId, Span stretch, boolean only, String question, BooleanSupplier givenUp) {
        return LocatedQuestion.of(model.config(), question).flatMap(asked -> {
            List<Span> windows = model.windows(videoId, stretch);
            return !only || asked.looksFirst(windows.size())
                    ? Optional.of(located(videoId, stretch, windows, asked, givenUp))
                    : Optional.empty();
        });
    }

    private Located located(
            String videoId, Span stretch, List<Span> windows, LocatedQuestion asked, BooleanSupplier givenUp) {
        var looks = windows.stream()
                .map(window ->
                        model.look(videoId, window.start(), window.end(), Urgency.QUESTION, givenUp, asked::find))
                .toList();
        List<GroundingAnswer> found = looks.stream().map(look -> look.result()).toList();
        return new Located(
                asked.clip(stretch, model.longestSeconds(), found),
                LocatedQuestion.unlocated(model.config(), found),
                looks.stream().mapToLong(look -> look.framesSeen()).sum(),
                looks.stream().mapToLong(look -> look.framesTotal()).sum());
    }

    @Override
    public Look ask(
            String videoId, double start, double end, Asked asked, BooleanSupplier givenUp, TokenListener listener) {
        Span stretch = new Span(start, end);
        ModelConfig config = model.config();
        boolean reads = config.followsConversations() && !asked.before().isEmpty();
        Optional<FilmQuestion> ofFilm = FilmQuestion.of(config, asked.question());
        if (ofFilm.isPresent() && !reads) {
            Look told = new FilmLooks(model, ofFilm.get(), videoId, givenUp).at(stretch);
            listener.onText(told.answer().words());
            return told;
        }
        var look = model.look(
                videoId,
                start,
                end,
                Urgency.QUESTION,
                givenUp,
                session -> VideoTasks.answer(session, asked.before(), asked.question(), listener));
        return new Look(look.result(), stretch, look.framesSeen(), look.framesTotal());
    }
}
