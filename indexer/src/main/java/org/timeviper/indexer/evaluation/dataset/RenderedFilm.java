package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.model.task.Span;

/**
 * This project's own benchmark: films that are rendered from seeds, so that everything about them is known. It lies in the layouts of others:
 *
 * <pre>
 * videos.json        {ID: {"duration": 42.5}}
 * videos/ID.mp4
 * grounding.txt      ID START END##SENTENCE, as Charades-STA has them; what is not shown has −1 −1
 * dense.json         {ID: {"duration": …, "timestamps": […], "sentences": […]}}, as ActivityNet Captions has them
 * choice.json        [{"video": ID, "question": …, "candidates": […], "answer": one of them, "task_type": …, "duration": …}], as MLVU has them
 * open.jsonl         {"id": …, "video": ID, "question": …, "answers": […]}; what is not shown has no answers
 * captions.jsonl     {"id": …, "video": ID, "facet": one of VDC's five, "caption": …, "facts": […]}
 * edits.json         {ID.mp4: {"transitions": [[last frame of a shot, first of the next], …], "frame_num": …}}, as ClipShots has them
 * vocabulary.json    ["a red ball", …]: all facts that a description of a drawn film can name
 * </pre>
 *
 * <p>Of the five kinds of questions, and of edits, those are read that are there. Folders that are older than {@code vocabulary.json} are read, with a note: what is named falsely is counted short
 * then. Two lines in {@code grounding.txt} with the same film and sentence are two right answers to the same
 * question. The length of a film is the group {@code seconds}, and whether what is asked
 * for is shown the group {@code shown}.
 */
final class RenderedFilm implements Benchmark {

    private static final double NOT_SHOWN = -1;

    @Override
    public String name() {
        return "rendered-film";
    }

    @Override
    public String title() {
        return "rendered-film";
    }

    @Override
    public Set<Scoring> scored() {
        return EnumSet.complementOf(EnumSet.of(Scoring.CLUES));
    }

    @Override
    public boolean published() {
        return false;
    }

    @Override
    public String source() {
        return "this project's benchmark rendered-film, as it is generated";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        ReadingBuilder reading = new ReadingBuilder();
        RenderedFilms films = new RenderedFilms(dataset.films("videos"), lengths(dataset.file("videos.json"), reading));
        Optional<Path> grounding = dataset.look("grounding.txt");
        Optional<Path> dense = dataset.look("dense.json");
        Optional<Path> choice = dataset.look("choice.json");
        Optional<Path> open = dataset.look("open.jsonl");
        Optional<Path> captions = dataset.look("captions.jsonl");
        Optional<Path> edits = dataset.look("edits.json");
        if (Stream.of(grounding, dense, choice, open, captions, edits).allMatch(Optional::isEmpty)) {
            throw dataset.missing("grounding.txt, dense.json, choice.json, open.jsonl, captions.jsonl, nor edits.json");
        }
        grounding.ifPresent(file -> readGrounding(file, reading, films));
        dense.ifPresent(file ->
                JsonAnnotations.ofMap(file, (film, events) -> reading.add(events, () -> events(film, events, films))));
        choice.ifPresent(file -> JsonAnnotations.ofList(file, entry -> reading.add(entry, () -> choice(entry, films))));
        open.ifPresent(
                file -> JsonAnnotations.ofLines(file, reading, line -> reading.add(line, () -> open(line, films))));
        captions.ifPresent(file -> {
            readVocabulary(dataset, reading);
            JsonAnnotations.ofLines(file, reading, line -> reading.add(line, () -> caption(line, films)));
        });
        edits.ifPresent(file -> JsonAnnotations.ofMap(
                file, (film, cut) -> reading.add(cut, () -> edits(film.replaceFirst("\\.mp4$", ""), cut, films))));
        return reading.build();
    }

    private static void readVocabulary(DatasetFolder dataset, ReadingBuilder reading) {
        Optional<Path> file = dataset.look("vocabulary.json");
        if (file.isEmpty()) {
            reading.note(
                    "vocabulary.json is missing, as in folders of earlier versions: of the facts that descriptions name,"
                            + " only those count as false that are true of another item here, so their precision is flattered, and"
                            + " is another with --limit. benchmark.py FOLDER --seed SEED --without-videos writes it.");
        }
        file.ifPresent(list -> JsonAnnotations.ofList(
                list, fact -> reading.attempt(fact, () -> reading.nameable(List.of(fact.text())))));
    }

    private static Map<String, Double> lengths(Path file, ReadingBuilder reading) {
        Map<String, Double> lengths = new HashMap<>();
        JsonAnnotations.ofMap(
                file, (film, said) -> reading.attempt(said, () -> lengths.put(film, said.number("duration"))));
        return lengths;
    }

    /** The films, and how long they are. */
    private record RenderedFilms(Films films, Map<String, Double> lengths) {

        Footage footage(Annotation annotation, String film) {
            return films.whole(annotation, film);
        }

        /** @return groups, with the film's length as one of them */
        ItemGroups groups(Annotation annotation, String film, String... more) {
            Double length = lengths.get(film.replaceFirst("\\.mp4$", ""));
            if (length == null) {
                throw annotation.rejected(
                        "", "is about the film '" + film + "', whose duration videos.json does not tell");
            }
            List<String> pairs = new ArrayList<>(List.of("seconds", bucket(length)));
            pairs.addAll(List.of(more));
            return ItemGroups.of(pairs.toArray(String[]::new));
        }

        private static String bucket(double seconds) {
            if (seconds < 30) {
                return "under 30";
            } else if (seconds < 60) {
                return "30-60";
            } else if (seconds < 120) {
                return "60-120";
            } else if (seconds < 300) {
                return "120-300";
            } else {
                return seconds <= 600 ? "300-600" : "over 600";
            }
        }
    }

    /** What is asked of a film, with all right answers. */
    private record Sought(Annotation first, List<Span> spans) {}

    private static void readGrounding(Path file, ReadingBuilder reading, RenderedFilms films) {
        Map<List<String>, Sought> sought = new LinkedHashMap<>();
        GroundingLines.of(
                file,
                reading,
                line -> reading.attempt(line, () -> {
                    List<Span> spans = shown(line);
                    Sought earlier = sought.putIfAbsent(
                            List.of(line.text("video"), line.text("sentence")),
                            new Sought(line, new ArrayList<>(spans)));
                    if (earlier != null && (spans.isEmpty() || earlier.spans().isEmpty())) {
                        throw line.rejected(
                                "",
                                "does not go with %s, which is about the same"
                                        .formatted(earlier.first().place()));
                    }
                    if (earlier != null) {
                        earlier.spans().addAll(spans);
                    }
                }));
        sought.values().forEach(asked -> reading.add(asked.first(), () -> grounding(asked, films)));
    }

    private static List<Span> shown(Annotation line) {
        double start = line.number("start");
        double end = line.number("end");
        return start == NOT_SHOWN && end == NOT_SHOWN ? List.of() : List.of(line.span("end", start, end));
    }

    private static Item grounding(Sought asked, RenderedFilms films) {
        Annotation line = asked.first();
        String film = line.text("video");
        return new Item.Grounding(
                "grounding/" + film + "-" + line.place().line(),
                films.footage(line, film),
                films.groups(line, film, "shown", asked.spans().isEmpty() ? "no" : "yes"),
                line.text("sentence"),
                List.copyOf(asked.spans()));
    }

    private static Item events(String film, Annotation events, RenderedFilms films) {
        return new Item.Events(
                "dense/" + film,
                films.footage(events, film),
                films.groups(events, film),
                List.of(DenseCaptions.of(events)));
    }

    private static Item choice(Annotation entry, RenderedFilms films) {
        String film = entry.text("video");
        Options options = Options.of(entry, "candidates");
        return new Item.Choice(
                "choice/" + entry.place().entry(),
                films.footage(entry, film),
                films.groups(entry, film, "task", entry.text("task_type")),
                entry.text("question"),
                options.texts(),
                options.equalTo("answer"));
    }

    private static Item open(Annotation line, RenderedFilms films) {
        String film = line.text("video");
        List<String> answers = line.texts("answers");
        return new Item.Open(
                "open/" + line.id("id"),
                films.footage(line, film),
                films.groups(line, film, "shown", answers.isEmpty() ? "no" : "yes"),
                line.text("question"),
                List.copyOf(answers));
    }

    private static Item edits(String film, Annotation cut, RenderedFilms films) {
        return new Item.Edits(
                "edits/" + film, films.footage(cut, film), films.groups(cut, film), Transitions.of(cut, "transitions"));
    }

    private static Item caption(Annotation line, RenderedFilms films) {
        String film = line.text("video");
        String facet = line.oneOf("facet", Vdc.FACETS);
        return new Item.Caption(
                "captions/" + line.id("id"),
                films.footage(line, film),
                films.groups(line, film, "facet", facet),
                facet,
                List.of(line.text("caption")),
                List.of(),
                List.copyOf(line.texts("facts")));
    }
}
