package org.timeviper.model.task;

import java.util.List;
import java.util.Optional;
import org.timeviper.model.Clip;
import org.timeviper.model.VideoSession;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.StopReason;
import org.timeviper.model.generation.TokenListener;

/**
 * The tasks of the paper's evaluation, each a prompt and a reader of its answer.
 *
 * <pre>{@code
 * try (VideoSession session = model.open(clip)) {
 *     GroundingAnswer answer = VideoTasks.ground(session, "a red car drives from left to right");
 * }
 * }</pre>
 */
public final class VideoTasks {

    private static final int SPAN_TOKENS = 24;
    private static final int ANSWER_TOKENS = 96;
    private static final int CAPTION_TOKENS = 320;
    private static final int EVENTS_TOKENS = 640;

    private VideoTasks() {}

    /** Lists the events of a clip with their times, in order. */
    public static List<TimedCaption> denseCaptions(VideoSession session) {
        Generation said = say(session, Prompts.denseCaptions(session), "", EVENTS_TOKENS, TokenListener.none());
        return AnswerParsing.events(said.text(), span(session.clip()), said.confidence());
    }

    /** Describes a clip in the five facets. */
    public static FacetCaptions captions(VideoSession session) {
        Description detailed = describe(session, Facet.DETAILED);
        return new FacetCaptions(
                detailed.text(),
                describe(session, Facet.BACKGROUND).text(),
                describe(session, Facet.SHORT).text(),
                describe(session, Facet.MAIN_OBJECT).text(),
                describe(session, Facet.CAMERA).text(),
                detailed.confidence());
    }

    /** Describes a clip in one facet. */
    public static Description describe(VideoSession session, Facet facet) {
        Generation said = say(session, Prompts.caption(session, facet), "", CAPTION_TOKENS, TokenListener.none());
        return new Description(said.text().strip(), said.confidence());
    }

    /**
     * Finds when a description is seen.
     *
     * @param description what to find, in words
     */
    public static GroundingAnswer ground(VideoSession session, String description) {
        Generation said = say(session, Prompts.grounding(session, description), "", SPAN_TOKENS, TokenListener.none());
        Optional<Span> span = AnswerParsing.notShown(said.text())
                ? Optional.empty()
                : AnswerParsing.span(said.text(), span(session.clip()));
        return new GroundingAnswer(span, said.confidence(), said.text().strip());
    }

    /**
     * Answers a question.
     *
     * @param listener hears the answer as it is generated
     */
    public static Answer answer(VideoSession session, String question, TokenListener listener) {
        return answer(say(session, Prompts.question(session, question), "", ANSWER_TOKENS, listener));
    }

    private static Answer answer(Generation said) {
        return new Answer(said.text().strip(), !AnswerParsing.notShown(said.text()), said.confidence());
    }

    /**
     * Answers a question, in the same words as {@link #answer}, and tells what the answer looked at. Costs a second prefill.
     */
    public static ExplainedAnswer explain(VideoSession session, String question) {
        String prompt = Prompts.question(session, question);
        Generation said = say(session, prompt, "", ANSWER_TOKENS, TokenListener.none());
        return new ExplainedAnswer(answer(said), Explanation.of(session, prompt, "", words(said)));
    }

    /** The generated tokens without the one that ends the answer, unless it is all there is. */
    private static List<Integer> words(Generation said) {
        int spoken = said.tokens().size() - (said.reason() == StopReason.STOP_TOKEN ? 1 : 0);
        return said.tokens().subList(0, Math.max(1, spoken));
    }

    /**
     * Chooses one of several options.
     *
     * @param options at most 26
     * @throws IllegalArgumentException if there are none or too many
     */
    public static Choice choose(VideoSession session, String question, List<String> options) {
        if (options.isEmpty() || options.size() > 26) {
            throw new IllegalArgumentException("a choice needs 1 to 26 options, not " + options.size());
        }
        String prompt = Prompts.multipleChoice(session, question, options);
        Generation said = say(session, prompt, Prompts.multipleChoiceLead(), ANSWER_TOKENS, TokenListener.none());
        return new Choice(
                AnswerParsing.choice(said.text(), options), said.text().strip(), said.confidence());
    }

    /** @return the sentence with which the model says that something is not seen */
    public static String notShown() {
        return Prompts.notShown();
    }

    private static Generation say(
            VideoSession session, String prompt, String lead, int maxTokens, TokenListener listener) {
        return session.generate(prompt, lead, GenerationOptions.greedy(maxTokens), listener);
    }

    private static Span span(Clip clip) {
        return new Span(clip.startSeconds(), clip.startSeconds() + clip.durationSeconds());
    }
}
