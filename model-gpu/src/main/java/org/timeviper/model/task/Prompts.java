package org.timeviper.model.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.timeviper.model.VideoSession;

/** The words that are put to the model. They stand in {@code prompts.json}, which the starter's training reads as well. */
final class Prompts {

    private static final JsonNode TEXTS = read();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private Prompts() {}

    private static JsonNode read() {
        try (InputStream in = Prompts.class.getResourceAsStream("prompts.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("prompts.json is damaged", e);
        }
    }

    static String grounding(VideoSession session, String query) {
        return sampled(session) + filled("grounding", Map.of("query", query));
    }

    static String denseCaptions(VideoSession session) {
        return sampled(session) + text("dense_captions");
    }

    static String caption(VideoSession session, Facet facet) {
        return sampledIfUsual(session) + TEXTS.path("caption").path(facet.key()).asText();
    }

    static String look(VideoSession session) {
        return sampledIfUsual(session) + text("look");
    }

    static String question(VideoSession session, String question) {
        return sampledIfUsual(session) + filled("question", Map.of("question", question));
    }

    static String followUp(VideoSession session, List<Exchange> before, String question) {
        String turns = before.stream()
                .map(turn -> filled("turn", Map.of("question", turn.question(), "answer", turn.answer())))
                .collect(Collectors.joining());
        return sampledIfUsual(session) + filled("follow_up", Map.of("turns", turns, "question", question));
    }

    static String multipleChoice(VideoSession session, String question, List<String> options) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < options.size(); i++) {
            lines.append(i == 0 ? "" : "\n")
                    .append((char) ('A' + i))
                    .append(". ")
                    .append(options.get(i));
        }
        return sampledIfUsual(session)
                + filled("multiple_choice", Map.of("question", question, "options", lines.toString()));
    }

    static String multipleChoiceLead() {
        return text("multiple_choice_lead");
    }

    /** @return the sentence of a look that says that it sees no movement */
    static String nothingMoves() {
        return text("nothing_moves");
    }

    /** @return the sentence that says that something is not seen */
    static String notShown() {
        return text("not_shown");
    }

    private static String sampledIfUsual(VideoSession session) {
        return session.config().everyPromptTellsSampling() ? sampled(session) : "";
    }

    private static String sampled(VideoSession session) {
        return filled(
                "sampled",
                Map.of(
                        "duration", seconds(session.clip().durationSeconds()),
                        "frames", Integer.toString(session.frames())));
    }

    /** One decimal at most, rounded as the training's texts are: 24, 31.5. */
    static String seconds(double duration) {
        BigDecimal rounded = new BigDecimal(duration).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.toPlainString().replaceFirst("\\.0$", "");
    }

    /** Fills all placeholders at once: what is filled in may itself look like one. */
    private static String filled(String key, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text(key))
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    private static String text(String key) {
        return TEXTS.path(key).asText();
    }
}
