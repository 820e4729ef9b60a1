package org.timeviper.indexer.evaluation.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.model.VideoSession;
import org.timeviper.model.task.Description;
import org.timeviper.model.task.Facet;
import org.timeviper.model.task.FilmDescription;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.VideoTasks;

/** The captions that are asked of some footage, told as the service tells them: of each scene by itself, and then what the scenes come to. For one thread. */
final class SceneCaptions {

    private final Map<Item.Caption, List<FilmDescription.Scene>> told = new LinkedHashMap<>();
    private final Map<Item.Caption, Double> seconds = new LinkedHashMap<>();
    private final List<TimedCaption> events = new ArrayList<>();
    private int frames;

    /** @param asked of the same footage; may be none */
    SceneCaptions(List<Item.Caption> asked) {
        asked.forEach(item -> told.put(item, new ArrayList<>()));
    }

    /**
     * Describes the scenes that end in a window of the footage; all windows are told of, in order.
     *
     * @param listed what is seen in the window
     * @param opening opens a scene
     */
    void take(List<Span> scenes, Supplier<List<TimedCaption>> listed, Function<Span, VideoSession> opening) {
        if (told.keySet().stream().anyMatch(item -> FilmDescription.weighsEvents(facet(item)))) {
            events.addAll(listed.get());
        }
        if (!told.isEmpty()) {
            scenes.forEach(scene -> describe(scene, opening));
        }
    }

    private void describe(Span scene, Function<Span, VideoSession> opening) {
        try (VideoSession session = opening.apply(scene)) {
            frames += session.frames();
            told.forEach((item, scenes) -> scenes.add(described(item, scene, session)));
        }
    }

    private FilmDescription.Scene described(Item.Caption item, Span scene, VideoSession session) {
        long began = System.nanoTime();
        Description said = VideoTasks.describe(session, facet(item));
        seconds.merge(item, (System.nanoTime() - began) / Evaluation.NANOSECONDS_A_SECOND, Double::sum);
        return new FilmDescription.Scene(scene, new Description(said.text(), said.confidence(), false));
    }

    private static Facet facet(Item.Caption item) {
        return Facet.of(item.facet());
    }

    /** @return what the scenes come to, once all windows were taken */
    List<Answered> answers(Span footage) {
        List<Answered> answers = new ArrayList<>();
        told.forEach((item, scenes) -> {
            Description all = FilmDescription.of(facet(item), scenes, events);
            Outcome said = new Outcome.Said(all.text(), true, all.confidence());
            answers.add(Answered.to(item, said, footage.length(), frames, seconds.get(item)));
        });
        return answers;
    }
}
