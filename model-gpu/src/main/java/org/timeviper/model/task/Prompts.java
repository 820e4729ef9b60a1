package org.timeviper.model.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;

/**
 * The words that are put to the model. They stand in {@code prompts.json}, which the starter's training reads as well; where {@link ModelConfig#prompts} has others, those are put.
 */
public final class Prompts {

    private static final String CAPTION = "caption";
    private static final int DIGITS = 12;

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
        return sampled(session) + filled(session, "grounding", Map.of("query", query));
    }

    static String denseCaptions(VideoSession session) {
        return sampled(session) + text(session, "dense_captions");
    }

    static String caption(VideoSession session, Facet facet) {
        return sampledIfUsual(session) + text(session, CAPTION + "." + facet.key());
    }

    static String look(VideoSession session) {
        return sampledIfUsual(session) + text(session, "look");
    }

    /** A question, in {@link #familiar} words. */
    static String question(VideoSession session, String question) {
        return sampledIfUsual(session) + filled(session, "question", Map.of("question", familiar(session, question)));
    }

    /** What is asked for in one of many ways is asked in the one that the model knows, if its configuration has it look for things first. */
    private static String familiar(VideoSession session, String question) {
        if (FilmCount.of(session.config(), question).isPresent()) {
            return text(session, "count");
        }
        return BackgroundQuestion.of(session.config(), question)
                .map(asked -> asked.thing()
                        .map(thing -> filled(session, "background_of", Map.of("thing", thing)))
                        .orElseGet(() -> text(session, "background")))
                .orElse(question);
    }

    static String followUp(VideoSession session, List<Exchange> before, String question) {
        String turns = before.stream()
                .map(turn -> filled(session, "turn", Map.of("question", turn.question(), "answer", turn.answer())))
                .collect(Collectors.joining());
        return sampledIfUsual(session) + filled(session, "follow_up", Map.of("turns", turns, "question", question));
    }

    static String multipleChoice(VideoSession session, String question, List<String> options) {
        String lines = String.join("\n", lettered(options));
        return sampledIfUsual(session)
                + filled(session, "multiple_choice", Map.of("question", question, "options", lines));
    }

    /** Options that a benchmark shows with letters of its own, {@code (A) a dog}, keep them. */
    private static List<String> lettered(List<String> options) {
        boolean have =
                IntStream.range(0, options.size()).allMatch(i -> options.get(i).startsWith("(" + letter(i) + ")"));
        return have
                ? options
                : IntStream.range(0, options.size())
                        .mapToObj(i -> letter(i) + ". " + options.get(i))
                        .toList();
    }

    /** What an option is called by its place: A, B and so on. */
    static String letter(int place) {
        return Character.toString('A' + place);
    }

    /** An option as the model says it when it chooses it: {@code B) a red car}. */
    static String chosen(List<String> options, int place) {
        return letter(place) + ") " + options.get(place);
    }

    static String multipleChoiceLead() {
        return usual("multiple_choice_lead");
    }

    /** @return the sentence of a look that says that it sees no movement */
    static String nothingMoves() {
        return usual("nothing_moves");
    }

    /** @return the sentence that says that something is not seen */
    static String notShown() {
        return usual("not_shown");
    }

    private static String sampledIfUsual(VideoSession session) {
        return session.config().everyPromptTellsSampling() ? sampled(session) : "";
    }

    private static String sampled(VideoSession session) {
        return filled(
                session,
                "sampled",
                Map.of(
                        "duration",
                        session.toldSeconds()
                                .orElseGet(() -> seconds(session.clip().durationSeconds())),
                        "frames",
                        Integer.toString(session.frames())));
    }

    /** One decimal at most, rounded as the training's texts are: 24, 31.5. */
    static String seconds(double duration) {
        BigDecimal rounded = new BigDecimal(duration).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.toPlainString().replaceFirst("\\.0$", "");
    }

    /** Fills all placeholders at once: what is filled in may itself look like one. */
    private static String filled(VideoSession session, String key, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text(session, key))
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    private static String text(VideoSession session, String key) {
        return session.config().prompts().text(key).orElseGet(() -> usual(key));
    }

    private static String usual(String key) {
        return TEXTS.at("/" + key.replace('.', '/')).asText();
    }

    /** @return hexadecimal digits that tell all that a model is told from what another one is told */
    public static String fingerprint(ModelConfig config) {
        String told = TEXTS + "\n" + config.prompts().texts();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(told.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }
}
