package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.fetch.AllowedHosts;
import org.timeviper.indexer.fetch.FetchTimes;
import org.timeviper.indexer.fetch.FilmFetcher;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.indexer.model.ChangedStarter;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.LookFrom;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.indexer.search.SentenceEmbedder;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.search.lucene.CaptionLanguage;

/**
 * A film whose windows are looked at together is described as one whose windows are looked at one after the other; and either way the model is shown each frame once while it is described,
 * though windows and scenes show it both.
 */
class WindowsTogetherTest {

    private static final SentenceEmbedder EMBEDDER = new SentenceEmbedder();
    private static final double SECONDS = 50;
    /** Frames, one a second, that the model takes in one go: so the film has five windows at least. */
    private static final int MOST_FRAMES = 12;

    private static final double CONFIDENCE = 1e-5;

    @TempDir
    Path folder;

    private final Path starter = Path.of(
            ChangedStarter.served(config -> config.withObject("/sampling").put("max_frames", MOST_FRAMES))
                    .get("timeviper.model.dir"));

    private static final long PLENTY = 1L << 30;

    /** Room for what was seen in a window and its scenes, and not for the whole film. */
    private static final long ROOM_FOR_A_WINDOW = 3L * MOST_FRAMES * 16 * 192 * Float.BYTES;

    /**
     * What indexing a film comes to.
     *
     * @param sampled frames that the film has
     * @param shown frames that the model was shown when each part of the describing was done
     */
    private record Indexed(
            List<StoredScene> scenes,
            List<Double> describing,
            List<LookFrom> looks,
            long framesSeen,
            int sampled,
            List<Long> shown) {}

    @Test
    void aFilmIsDescribedTogetherAsWindowByWindow() throws Exception {
        Path film = TestFilm.of(96, 54).painted(WindowsTogetherTest::paint).write(folder.resolve("film.mp4"), SECONDS);
        Indexed oneByOne = indexed(film, 1, ROOM_FOR_A_WINDOW);
        Indexed together = indexed(film, 4, PLENTY);
        assertEquals(oneByOne.scenes().size(), together.scenes().size());
        for (int i = 0; i < oneByOne.scenes().size(); i++) {
            StoredScene expected = oneByOne.scenes().get(i);
            StoredScene scene = together.scenes().get(i);
            assertEquals(
                    List.of(expected.kind(), expected.start(), expected.end(), expected.caption()),
                    List.of(scene.kind(), scene.start(), scene.end(), scene.caption()));
            assertEquals(expected.confidence(), scene.confidence(), CONFIDENCE);
            assertEquals(expected.framesSeen(), scene.framesSeen());
            assertEquals(expected.framesTotal(), scene.framesTotal());
        }
        Set<String> kinds = new HashSet<>();
        together.scenes().forEach(scene -> kinds.add(scene.kind()));
        assertEquals(Set.of("scene", "event"), kinds);
        int parts = oneByOne.describing().size();
        assertEquals(parts, together.describing().size());
        assertEquals(parts, Set.copyOf(oneByOne.describing()).size(), "each took a time of its own");
        assertTrue(
                Set.copyOf(together.describing()).size() <= parts / 2, "those that are described together share one");
        for (Indexed indexed : List.of(oneByOne, together)) {
            assertEquals(indexed.sampled(), indexed.framesSeen());
            assertEquals(indexed.sampled(), indexed.shown().getLast(), "each frame is shown once");
        }
        assertTrue(oneByOne.looks().contains(LookFrom.EMBEDDINGS), "a scene is no window");
        assertEquals(LookFrom.SESSION, together.looks().getLast(), "a window stays open for questions");
    }

    /** Cards change, and things come and go. */
    private static void paint(Graphics2D screen, double second) {
        List<Color> colours = List.of(Color.LIGHT_GRAY, Color.BLUE, Color.YELLOW, Color.GREEN, Color.WHITE);
        screen.setColor(colours.get((int) second / 7 % colours.size()));
        screen.fillRect(0, 0, 96, 54);
        screen.setColor(Color.RED);
        if (second % 10 > 3) {
            screen.fillOval((int) (second % 10 * 7), 16, 20, 20);
        }
    }

    private Indexed indexed(Path film, int together, long memory) throws Exception {
        Path home = Files.createDirectory(folder.resolve("together-" + together));
        List<Double> describing = new ArrayList<>();
        List<Long> shown = new ArrayList<>();
        AtomicLong counted = new AtomicLong();
        List<LookFrom> looks = Collections.synchronizedList(new ArrayList<>());
        MediaStore media = new MediaStore(home);
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(home, Optional.empty()));
                LoadedModel model = new LoadedModel(
                        new ModelAt(starter, "f32", memory, 0),
                        media,
                        counted::addAndGet,
                        Integer.MAX_VALUE,
                        looks::add);
                SceneIndex index = LuceneSceneIndex.open(
                        home.resolve("index"), CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions())) {
            Library library = new Library(database.source());
            String video = UnpublishedVideo.add(library, film);
            new Indexing(
                            library,
                            media,
                            new FilmFetcher(AllowedHosts.of(List.of()), FetchTimes.LONG, 0, () -> 0),
                            new FilmReader(DecoderSettings.defaults()),
                            model,
                            EMBEDDER,
                            new Publishing(library, index, EMBEDDER),
                            (step, seconds) -> {
                                if (step == Step.DESCRIBE) {
                                    describing.add(seconds);
                                    shown.add(counted.get());
                                }
                            },
                            together)
                    .run(library.job(video).orElseThrow());
            List<StoredScene> scenes = library.scenes(video);
            StoredScene scene = scenes.getFirst();
            model.look(
                    video,
                    scene.start(),
                    scene.end(),
                    Urgency.QUESTION,
                    session -> session.generate("Who?", "", GenerationOptions.greedy(2), TokenListener.none()));
            return new Indexed(
                    scenes,
                    describing,
                    looks,
                    library.video(video).orElseThrow().framesSeen(),
                    SampledFilm.open(media.frames(video)).times().size(),
                    shown);
        }
    }
}
