package org.timeviper.model.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.timeviper.model.VideoSession;

/** The words that are put to the model. They stand in {@code prompts.json}, which the starter's training reads as well. */
final class Prompts {

    private static final JsonNode TEXTS = read();

    private Prompts() {}

    private static JsonNode read() {
        try (InputStream in = Prompts.class.getResourceAsStream("prompts.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("prompts.json is damaged", e);
        }
    }

    static String grounding(VideoSession session, String query) {
        return sampled(session) + text("grounding").replace("{query}", query);
    }

    static String denseCaptions(VideoSession session) {
        return sampled(session) + text("dense_captions");
    }

    /** @param facet one of the keys under {@code caption} */
    static String caption(VideoSession session, String facet) {
        return sampled(session) + TEXTS.path("caption").path(facet).asText();
    }

    static String question(VideoSession session, String question) {
        return sampled(session) + text("question").replace("{question}", question);
    }

    static String multipleChoice(VideoSession session, String question, List<String> options) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < options.size(); i++) {
            lines.append(i == 0 ? "" : "\n")
                    .append((char) ('A' + i))
                    .append(". ")
                    .append(options.get(i));
        }
        return sampled(session)
                + text("multiple_choice").replace("{options}", lines).replace("{question}", question);
    }

    static String multipleChoiceLead() {
        return text("multiple_choice_lead");
    }

    /** @return the sentence that says that something is not seen */
    static String notShown() {
        return text("not_shown");
    }

    private static String sampled(VideoSession session) {
        String seconds = String.format(Locale.ROOT, "%.1f", session.clip().durationSeconds());
        String duration = seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds;
        return text("sampled").replace("{duration}", duration).replace("{frames}", Integer.toString(session.frames()));
    }

    private static String text(String key) {
        return TEXTS.path(key).asText();
    }
}
