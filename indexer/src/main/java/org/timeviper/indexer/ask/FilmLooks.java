package org.timeviper.indexer.ask;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Look;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.model.VideoSession;
import org.timeviper.model.task.FilmLook;
import org.timeviper.model.task.FilmQuestion;
import org.timeviper.model.task.Span;

/**
 * Looks at a film for a question that all of its parts answer together: at the stretch that the question is put to, in windows where it is longer than what the model takes in one go, or scene by scene; and where what
 * comes next is asked for and comes before or after all of that, at what lies beside it.
 */
final class FilmLooks {

    /** How many windows beside the stretch are looked at: what is farther away does not come right before or after it. */
    private static final int MOST_BESIDE = 4;

    private final LoadedModel model;
    private final FilmQuestion asked;
    private final String video;
    private final BooleanSupplier givenUp;
    private final Deque<Looked> looks = new ArrayDeque<>();

    /** A window or a scene, and what was seen in it. */
    private record Looked(Span window, Look<FilmLook> look) {}

    /** @param givenUp asked all the time whether the question is given up */
    FilmLooks(LoadedModel model, FilmQuestion asked, String video, BooleanSupplier givenUp) {
        this.model = model;
        this.asked = asked;
        this.video = video;
        this.givenUp = givenUp;
    }

    /** @param stretch in seconds of the film, not without length */
    Footage.Look at(Span stretch) {
        List<Span> parts = asked.byScenes() ? model.scenes(video, stretch) : model.windows(video, stretch);
        for (Span part : parts) {
            looks.addLast(look(part, FilmQuestion::look));
        }
        Iterator<Span> beside = asked.isOpen(results()) ? beside(stretch) : Collections.emptyIterator();
        while (beside.hasNext() && asked.isOpen(results())) {
            Looked looked = look(beside.next(), FilmQuestion::lookBeside);
            if (asked.looksBack()) {
                looks.addFirst(looked);
            } else {
                looks.addLast(looked);
            }
        }
        return new Footage.Look(
                asked.answer(results()),
                new Span(
                        looks.getFirst().window().start(),
                        looks.getLast().window().end()),
                looks.stream().mapToLong(looked -> looked.look().framesSeen()).sum(),
                looks.stream().mapToLong(looked -> looked.look().framesTotal()).sum());
    }

    /** The windows beside the stretch, the nearest first. */
    private Iterator<Span> beside(Span stretch) {
        List<Span> windows = asked.looksBack()
                ? model.windows(video, new Span(0, stretch.start())).reversed()
                : model.windows(video, new Span(stretch.end(), Double.MAX_VALUE));
        return windows.stream()
                .filter(window -> window.length() > 0)
                .limit(MOST_BESIDE)
                .iterator();
    }

    private List<FilmLook> results() {
        return looks.stream().map(looked -> looked.look().result()).toList();
    }

    private Looked look(Span window, BiFunction<FilmQuestion, VideoSession, FilmLook> task) {
        return new Looked(
                window,
                model.look(
                        video,
                        window.start(),
                        window.end(),
                        Urgency.QUESTION,
                        givenUp,
                        session -> task.apply(asked, session)));
    }
}
