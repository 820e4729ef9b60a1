package org.timeviper.indexer.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.VideoConditions;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SoughtScene;

/**
 * An archive of film that nobody shot: as many scenes as wanted, the same for the same seed. Any video can be made by itself, so an archive takes no memory.
 *
 * <p>Videos last three minutes to three hours and have 200 scenes an hour; their collections, tags and languages are as uneven as those of real archives. Captions are
 * sentences whose words follow Zipf's law ({@link CaptionGrammar}), with vectors to match ({@link MeaningSpace}). Safe for use by many threads.
 */
public final class GeneratedArchive {

    /** Length of the vectors. */
    public static final int DIMENSIONS = MeaningSpace.DIMENSIONS;

    private static final int TOPICS = 300;
    private static final int COLLECTIONS = 40;
    private static final int TAGS = 200;
    private static final int MOST_TAGS = 5;
    private static final int BACKGROUND = 100;
    private static final double SHORTEST_MINUTES = 3;
    private static final double LONGEST_MINUTES = 180;
    private static final double SCENES_A_MINUTE = 200 / 60.0;
    private static final double SHORTEST_SCENE = 6;
    private static final double LONGEST_SCENE = 30;
    private static final double FRAMES_A_SECOND = 25;
    private static final double NEGATED = 0.1;
    private static final double[] QUERY_LENGTHS = {0.15, 0.5, 0.8, 1};
    private static final String[] LANGUAGES = {"en", "ja", "de", "fr", "es", "pt", "ko", "it"};
    private static final Instant FIRST = Instant.parse("2021-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(5 * 365);

    /** What a sequence of random numbers is for; each has its own, so that none depends on how many others were drawn. */
    private enum Purpose {
        WORDS,
        LENGTHS,
        VIDEO,
        QUERY,
        BACKGROUND
    }

    private final long seed;
    private final int scenes;
    private final ArchiveVocabulary vocabulary;
    private final CaptionGrammar grammar;
    private final List<CaptionGrammar.Topic> topics;
    private final MeaningSpace meaning;
    private final ZipfDraw collections = ZipfDraw.of(COLLECTIONS, 1);
    private final ZipfDraw tags = ZipfDraw.of(TAGS, 3);
    private final ZipfDraw languages = ZipfDraw.of(LANGUAGES.length, 0);
    private final int[] sizes;
    private final List<float[]> background;

    /**
     * @param seed what everything is drawn from
     * @param scenes how many scenes, 1 or more
     */
    public GeneratedArchive(long seed, int scenes) {
        if (scenes < 1) {
            throw new IllegalArgumentException("An archive has 1 scene or more, not " + scenes + ".");
        }
        this.seed = seed;
        this.scenes = scenes;
        RandomGenerator random = random(Purpose.WORDS, 0);
        vocabulary = new ArchiveVocabulary(random);
        grammar = new CaptionGrammar(vocabulary);
        topics = IntStream.range(0, TOPICS)
                .mapToObj(topic -> grammar.topic(random))
                .toList();
        meaning = new MeaningSpace(ArchiveVocabulary.SIZE, TOPICS, random);
        sizes = sizes();
        background = background();
    }

    /** @return its seed and size in a few words; archives of one name are the same */
    public String name() {
        return "generated archive of " + scenes + " scenes from seed " + seed;
    }

    /** @return how many scenes there are */
    public int scenes() {
        return scenes;
    }

    /** @return how many videos there are */
    public int videos() {
        return sizes.length;
    }

    /**
     * Makes every video, one after the other.
     *
     * @param video takes a video's identity and its scenes
     */
    public void forEachVideo(BiConsumer<String, List<SceneDocument>> video) {
        for (int v = 0; v < videos(); v++) {
            List<SceneDocument> made = video(v);
            video.accept(made.getFirst().scene().video().id(), made);
        }
    }

    /**
     * Makes the scenes of a video, in the order of the film.
     *
     * @param number 0 to {@link #videos} − 1
     */
    public List<SceneDocument> video(int number) {
        return drawn(number).stream().map(DrawnScene::document).toList();
    }

    /** A scene with what its caption is made of. */
    private record DrawnScene(SceneDocument document, CaptionGrammar.Caption caption) {}

    private List<DrawnScene> drawn(int number) {
        SplittableRandom random = random(Purpose.VIDEO, number);
        double[] lengths =
                random.doubles(sizes[number], SHORTEST_SCENE, LONGEST_SCENE).toArray();
        IndexedVideo video = video(number, Arrays.stream(lengths).sum(), random);
        int topic = random.nextInt(TOPICS);
        List<DrawnScene> drawn = new ArrayList<>(lengths.length);
        double start = 0;
        for (double length : lengths) {
            double end = Math.min(start + length, video.durationSeconds());
            CaptionGrammar.Caption caption = grammar.caption(topics.get(topic), random);
            Scene scene = new Scene(
                    video.id() + "/" + drawn.size(),
                    video,
                    start,
                    end,
                    random.nextInt(3) == 0 ? "event" : "scene",
                    caption.text(),
                    random.nextDouble(0.6, 1),
                    Math.round(length),
                    Math.round(length * FRAMES_A_SECOND));
            drawn.add(
                    new DrawnScene(new SceneDocument(scene, meaning.caption(caption.named(), topic, random)), caption));
            start = end;
        }
        return drawn;
    }

    private IndexedVideo video(int number, double seconds, SplittableRandom random) {
        Set<String> tagged = new TreeSet<>();
        for (int t = random.nextInt(MOST_TAGS + 1); t > 0; t--) {
            tagged.add("tag-" + tags.next(random));
        }
        return new IndexedVideo(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                String.format(
                        Locale.ROOT, "%s %05d.mp4", vocabulary.word(random.nextInt(ArchiveVocabulary.SIZE)), number),
                "collection-" + collections.next(random),
                List.copyOf(tagged),
                LANGUAGES[languages.next(random)],
                FIRST.plusMillis(random.nextLong(PERIOD.toMillis())),
                seconds);
    }

    /**
     * Makes queries of one to four words that some scene shows together, the same ones for the same count; about a tenth deny a further thing.
     *
     * @param count how many
     */
    public List<ArchiveQuery> queries(int count) {
        return IntStream.range(0, count).mapToObj(this::query).toList();
    }

    private ArchiveQuery query(int number) {
        SplittableRandom random = random(Purpose.QUERY, number);
        List<DrawnScene> video = drawn(random.nextInt(videos()));
        DrawnScene asked = video.get(random.nextInt(video.size()));
        List<Integer> words = some(asked.caption().shown(), random);
        StringBuilder text = new StringBuilder();
        words.forEach(rank -> text.append(text.isEmpty() ? "" : " ").append(vocabulary.word(rank)));
        List<Integer> named = new ArrayList<>(words);
        if (random.nextDouble() < NEGATED) {
            int denied = grammar.noun(random);
            if (!words.contains(denied)) {
                named.add(denied);
                text.append(" without ").append(vocabulary.word(denied));
            }
        }
        float[] vector = meaning.query(named);
        return new ArchiveQuery(
                new SoughtScene(text.toString(), vector, chance(vector)),
                filter(asked.document().scene().video(), random));
    }

    /** One to four of a caption's words, in its order. */
    private static List<Integer> some(List<Integer> words, RandomGenerator random) {
        double drawn = random.nextDouble();
        int length = 1;
        while (drawn > QUERY_LENGTHS[length - 1]) {
            length++;
        }
        List<Integer> distinct = words.stream().distinct().toList();
        Set<Integer> chosen = new TreeSet<>();
        while (chosen.size() < Math.min(length, distinct.size())) {
            chosen.add(random.nextInt(distinct.size()));
        }
        return chosen.stream().map(distinct::get).toList();
    }

    /** Filters that let a video through: by collection, language, tag or date, every second with two of them. */
    private static SceneFilter filter(IndexedVideo video, RandomGenerator random) {
        SceneFilter filter = SceneFilter.NONE;
        int first = random.nextInt(5);
        int second = random.nextBoolean() ? random.nextInt(5) : first;
        for (int part : new int[] {first, second}) {
            VideoConditions like = filter.videos();
            filter = switch (part) {
                case 0 -> filter.about(Set.of(video.collection()), like.tags(), like.languages());
                case 1 -> filter.about(like.collections(), like.tags(), Set.of(video.language()));
                case 2 ->
                    filter.about(
                            like.collections(),
                            video.tags().stream().limit(1).collect(Collectors.toSet()),
                            like.languages());
                case 3 -> filter.between(Optional.of(video.created()), Optional.empty());
                default -> filter.lasting(OptionalDouble.empty(), OptionalDouble.of(video.durationSeconds()));
            };
        }
        return filter;
    }

    private Chance chance(float[] query) {
        double[] cosines =
                background.stream().mapToDouble(other -> dot(query, other)).toArray();
        double mean = Arrays.stream(cosines).average().orElseThrow();
        double variance = Arrays.stream(cosines)
                .map(cosine -> (cosine - mean) * (cosine - mean))
                .average()
                .orElseThrow();
        return new Chance(mean, Math.sqrt(variance));
    }

    private List<float[]> background() {
        SplittableRandom random = random(Purpose.BACKGROUND, 0);
        List<float[]> vectors = new ArrayList<>();
        for (int b = 0; b < BACKGROUND; b++) {
            int topic = random.nextInt(TOPICS);
            vectors.add(
                    meaning.caption(grammar.caption(topics.get(topic), random).named(), topic, random));
        }
        return vectors;
    }

    /** How many scenes each video has; the last one's end is cut off. Lengths are even on a logarithmic scale. */
    private int[] sizes() {
        SplittableRandom random = random(Purpose.LENGTHS, 0);
        List<Integer> drawn = new ArrayList<>();
        for (int left = scenes; left > 0; left -= drawn.getLast()) {
            double minutes = SHORTEST_MINUTES * Math.pow(LONGEST_MINUTES / SHORTEST_MINUTES, random.nextDouble());
            drawn.add(Math.min(left, (int) Math.round(minutes * SCENES_A_MINUTE)));
        }
        return drawn.stream().mapToInt(Integer::intValue).toArray();
    }

    private SplittableRandom random(Purpose purpose, int number) {
        return new SplittableRandom((seed << 40) + ((long) purpose.ordinal() << 32) + number);
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
