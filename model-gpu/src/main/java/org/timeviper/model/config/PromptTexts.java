package org.timeviper.model.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model is told in place of this project's own words, which are those that the starter was trained with. Of a task's text, whole: its places, for example {@code {query}}, are
 * filled in.
 *
 * @param texts by their keys, those of {@code caption} as {@code caption.detailed} and so on; tasks without one are put in the usual words
 */
public record PromptTexts(Map<String, String> texts) {

    /** The usual words. */
    public static final PromptTexts USUAL = new PromptTexts(Map.of());

    /** What may be told otherwise, and the places that its text must hold. */
    private static final Map<String, List<String>> PLACES = Map.ofEntries(
            Map.entry("sampled", List.of("duration", "frames")),
            Map.entry("grounding", List.of("query")),
            Map.entry("dense_captions", List.of()),
            Map.entry("caption.detailed", List.of()),
            Map.entry("caption.background", List.of()),
            Map.entry("caption.short", List.of()),
            Map.entry("caption.main_object", List.of()),
            Map.entry("caption.camera", List.of()),
            Map.entry("look", List.of()),
            Map.entry("multiple_choice", List.of("question", "options")),
            Map.entry("question", List.of("question")),
            Map.entry("background", List.of()),
            Map.entry("background_of", List.of("thing")),
            Map.entry("count", List.of()),
            Map.entry("turn", List.of("question", "answer")),
            Map.entry("follow_up", List.of("turns", "question")));

    public PromptTexts {
        texts = Collections.unmodifiableMap(new TreeMap<>(texts));
    }

    /**
     * Reads a file of texts: the same object as {@code prompts} in a {@code config.json}.
     *
     * @throws ModelException if it cannot be read, or holds a text that cannot be; the message names file, key and place
     */
    public static PromptTexts read(Path file) {
        return ConfigReader.prompts(file);
    }

    /** @return the text of a task, if it has one */
    public Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    static PromptTexts of(JsonSection section) {
        Map<String, String> texts = new TreeMap<>();
        for (String key : section.keys()) {
            if (key.equals("caption")) {
                JsonSection facets = section.requiredSection(key);
                facets.keys().forEach(facet -> texts.put("caption." + facet, checked(facets, facet, "caption.")));
            } else {
                texts.put(key, checked(section, key, ""));
            }
        }
        return new PromptTexts(texts);
    }

    private static String checked(JsonSection section, String key, String within) {
        List<String> places = PLACES.get(within + key);
        if (places == null) {
            throw section.wrong(
                    key, "no text that a model is told", "one of " + String.join(", ", new TreeMap<>(PLACES).keySet()));
        }
        String text = section.requiredText(key);
        for (String place : places) {
            if (!text.contains("{" + place + "}")) {
                throw section.wrong(key, "'" + text + "'", "a text that holds {" + place + "}");
            }
        }
        return text;
    }
}
