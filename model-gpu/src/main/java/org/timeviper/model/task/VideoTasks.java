package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.timeviper.model.Clip;
import org.timeviper.model.Prompt;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.MomentsConfig;
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

    /** How often the model is asked to go on with a list at most. */
    private static final int CONTINUATIONS = 3;

    /** A list reaches to a clip's end if it ends at most so many seconds before it, or so much of the clip. */
    private static final double SLACK_SECONDS = 2;

    private static final double SLACK_SHARE = 0.03;

    private static final String NOT_SURE = "I can't tell that for sure from this footage.";

    private VideoTasks() {}

    /**
     * Lists the events of a clip with their times, in order: one pass, as in the published evaluation.
     *
     * @return each as sure as the model was of its line, uncalibrated
     */
    public static List<TimedCaption> denseCaptions(VideoSession session) {
        return AnswerParsing.events(list(session, ""), span(session.clip()));
    }

    /**
     * Lists the events of a clip, and where the list ends long before the clip does, lets the model go on with it. {@link #confirmed} tells which of them to believe.
     *
     * @return in order, each as sure as the model was of its line, uncalibrated
     */
    public static List<TimedCaption> events(VideoSession session) {
        Span clip = span(session.clip());
        Generation said = list(session, "");
        List<TimedCaption> events = new ArrayList<>(AnswerParsing.events(said, clip));
        StringBuilder list = new StringBuilder(said.text().strip());
        for (int more = 0; more < CONTINUATIONS && breaksOff(events, clip); more++) {
            Generation further = list(session, list.append('\n').toString());
            List<TimedCaption> others = AnswerParsing.events(further, clip).stream()
                    .filter(event -> events.stream().noneMatch(event::repeats))
                    .toList();
            if (others.isEmpty()) {
                break;
            }
            events.addAll(others);
            list.append(further.text().strip());
        }
        return inOrder(events);
    }

    private static Generation list(VideoSession session, String lead) {
        return say(session, Prompts.denseCaptions(session), lead, EVENTS_TOKENS, TokenListener.none());
    }

    /** A list without any event says that there are none. */
    private static boolean breaksOff(List<TimedCaption> events, Span clip) {
        double slack = Math.max(SLACK_SECONDS, SLACK_SHARE * clip.length());
        return !events.isEmpty()
                && events.stream().noneMatch(event -> event.span().end() >= clip.end() - slack);
    }

    private static List<TimedCaption> inOrder(List<TimedCaption> events) {
        return events.stream()
                .sorted(Comparator.comparingDouble(event -> event.span().start()))
                .toList();
    }

    /**
     * Looks for every event of a clip again by its own words.
     *
     * @param listed by {@link #events} or {@link #denseCaptions}
     * @return those that are found again, sure or not, in order: what the model does not find again, it may have made up. When each is seen, and how sure it is, is what both
     *     looks make of it
     */
    public static List<TimedCaption> confirmed(VideoSession session, List<TimedCaption> listed) {
        ConfidenceRule rule = rule(session, AnswerKind.EVENT);
        List<TimedCaption> confirmed = new ArrayList<>();
        List<Sighting> again =
                lookFor(session, listed.stream().map(TimedCaption::text).toList());
        for (int i = 0; i < listed.size(); i++) {
            Confirmation.of(listed.get(i), again.get(i), rule)
                    .filter(once -> confirmed.stream().noneMatch(once::repeats))
                    .ifPresent(confirmed::add);
        }
        return inOrder(confirmed);
    }

    /** Describes a clip in the five facets. What the model is not sure of is replaced by its {@link #look}, if it can say less. */
    public static FacetCaptions captions(VideoSession session) {
        Facet[] facets = Facet.values();
        List<Generation> said = sayAll(
                session,
                Arrays.stream(facets)
                        .map(facet -> Prompts.caption(session, facet))
                        .toList(),
                CAPTION_TOKENS);
        Map<Facet, Description> told = new EnumMap<>(Facet.class);
        for (int i = 0; i < facets.length; i++) {
            told.put(facets[i], description(session, said.get(i)));
        }
        if (session.config().saysLess() && told.values().stream().anyMatch(Description::unsure)) {
            Description less = look(session);
            told.replaceAll((facet, description) -> description.unsure() ? less : description);
        }
        Description detailed = told.get(Facet.DETAILED);
        return new FacetCaptions(
                detailed.text(),
                told.get(Facet.BACKGROUND).text(),
                told.get(Facet.SHORT).text(),
                told.get(Facet.MAIN_OBJECT).text(),
                told.get(Facet.CAMERA).text(),
                detailed.confidence(),
                detailed.unsure());
    }

    /** Describes a clip in one facet. */
    public static Description describe(VideoSession session, Facet facet) {
        return description(
                session, say(session, Prompts.caption(session, facet), "", CAPTION_TOKENS, TokenListener.none()));
    }

    private static Description description(VideoSession session, Generation said) {
        double confidence = confidence(session, AnswerKind.CAPTION, said);
        return new Description(said.text().strip(), confidence, isUnsure(session, AnswerKind.CAPTION, confidence));
    }

    /**
     * Tells how a clip looks and what moves in it, and names nothing that it shows: what is left to say where the model is not sure. Of that, it keeps the sentences that are likely
     * enough, each by itself and word for word, for the rule of captions: of "something moves to the left" all is sure but the side, and that alone can be wrong. That nothing moves it
     * does not say: a frame a second cannot show it. It is never unsure itself, for what it asserts is little, and may be nothing.
     *
     * @return as sure as its least likely sentence; without words if there is none
     * @throws IllegalStateException if the model was not taught to, as {@link org.timeviper.model.config.ModelConfig#saysLess} tells
     */
    public static Description look(VideoSession session) {
        if (!session.config().saysLess()) {
            throw new IllegalStateException(
                    "the model " + session.config().name()
                            + " cannot tell how a film looks without naming what it shows: its config.json does not say says_less");
        }
        Generation said = say(session, Prompts.look(session), "", CAPTION_TOKENS, TokenListener.none());
        ConfidenceRule rule = rule(session, AnswerKind.CAPTION);
        List<Sentence> kept = Sentence.of(said).stream()
                .filter(sentence -> rule.isSure(sentence.chance()))
                .filter(sentence -> !sentence.text().equals(Prompts.nothingMoves()))
                .toList();
        String text = kept.stream().map(Sentence::text).collect(Collectors.joining(" "));
        return new Description(
                text, kept.stream().mapToDouble(Sentence::chance).min().orElse(0), false);
    }

    /**
     * Finds when a description is seen.
     *
     * @param description what to find, in words
     */
    public static GroundingAnswer ground(VideoSession session, String description) {
        Sighting seen = lookFor(session, List.of(description)).getFirst();
        double confidence = rule(session, AnswerKind.GROUNDING).curve().at(seen.confidence());
        return new GroundingAnswer(
                seen.span(), confidence, isUnsure(session, AnswerKind.GROUNDING, confidence), seen.text());
    }

    /**
     * Looks once more for what {@link #ground} has found, in another clip that holds it. What is cut by the border of one clip is whole in another, and what the model takes for
     * the thing beside some things it may not take for it beside others.
     *
     * @param before the answer from the first clip, with a guess
     * @return when the second look sees it; as sure as both looks are (their geometric mean), or as the second is that it does not see it
     */
    public static GroundingAnswer groundAgain(VideoSession session, String description, GroundingAnswer before) {
        GroundingAnswer again = ground(session, description);
        if (again.guess().isEmpty()) {
            return again;
        }
        double confidence = Math.sqrt(before.confidence() * again.confidence());
        return new GroundingAnswer(
                again.guess(), confidence, isUnsure(session, AnswerKind.GROUNDING, confidence), again.text());
    }

    private static List<Sighting> lookFor(VideoSession session, List<String> descriptions) {
        MomentsConfig moments = session.config().moments();
        Span clip = span(session.clip());
        List<String> prompts = descriptions.stream()
                .map(description -> Prompts.grounding(session, description))
                .toList();
        if (moments.draw()) {
            return session.drawAll(prompts, moments.draws(), SPAN_TOKENS).stream()
                    .map(drawn -> Sighting.drawn(drawn, clip, moments.refuseFrom()))
                    .toList();
        }
        return sayAll(session, prompts, SPAN_TOKENS).stream()
                .map(said -> Sighting.said(said, clip))
                .toList();
    }

    /**
     * Answers a question.
     *
     * @param listener hears the model's words as they are generated, before it is known whether it is sure of them
     */
    public static Answer answer(VideoSession session, String question, TokenListener listener) {
        return answer(session, say(session, Prompts.question(session, question), "", ANSWER_TOKENS, listener));
    }

    /**
     * Answers a question that follows others. A model that {@linkplain org.timeviper.model.config.ModelConfig#followsConversations follows conversations} reads them before it;
     * any other is asked the question alone: what it was never taught to read would only lead it astray.
     *
     * @param before in order
     * @param listener hears the model's words as they are generated, before it is known whether it is sure of them
     */
    public static Answer answer(VideoSession session, List<Exchange> before, String question, TokenListener listener) {
        boolean reads = session.config().followsConversations() && !before.isEmpty();
        String prompt = reads ? Prompts.followUp(session, before, question) : Prompts.question(session, question);
        return answer(session, say(session, prompt, "", ANSWER_TOKENS, listener));
    }

    private static Answer answer(VideoSession session, Generation said) {
        double confidence = confidence(session, AnswerKind.ANSWER, said);
        return new Answer(
                said.text().strip(),
                !AnswerParsing.notShown(said.text()),
                confidence,
                isUnsure(session, AnswerKind.ANSWER, confidence));
    }

    /**
     * Answers a question, in the same words as {@link #answer}, and tells what the answer looked at. Costs a second prefill.
     */
    public static ExplainedAnswer explain(VideoSession session, String question) {
        String prompt = Prompts.question(session, question);
        Generation said = say(session, prompt, "", ANSWER_TOKENS, TokenListener.none());
        return new ExplainedAnswer(answer(session, said), Explanation.of(session, prompt, "", words(said)));
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
        if (session.config().weighsOptions()) {
            return choose(session.config(), options, List.of(weigh(session, question, options)));
        }
        requireLetters(options);
        String prompt = Prompts.multipleChoice(session, question, options);
        Generation said = say(session, prompt, Prompts.multipleChoiceLead(), ANSWER_TOKENS, TokenListener.none());
        double confidence = confidence(session, AnswerKind.CHOICE, said);
        return new Choice(
                AnswerParsing.choice(said.text(), options),
                said.text().strip(),
                confidence,
                isUnsure(session, AnswerKind.CHOICE, confidence));
    }

    /**
     * Weighs the options of a choice, for a film that is longer than one clip; {@link #choose(ModelConfig, List, List)} tells what the clips' weights come to.
     *
     * @param options at most 26
     * @throws IllegalArgumentException if there are none or too many
     */
    public static OptionWeights weigh(VideoSession session, String question, List<String> options) {
        requireLetters(options);
        List<String> letters =
                IntStream.range(0, options.size()).mapToObj(VideoTasks::letter).toList();
        String prompt = Prompts.multipleChoice(session, question, options);
        List<Double> said = session.probabilities(prompt, Prompts.multipleChoiceLead(), letters, false);
        double all = said.stream().mapToDouble(Double::doubleValue).sum();
        double notShown = session.probabilities(
                        Prompts.question(session, question), "", List.of(Prompts.notShown()), true)
                .getFirst();
        return new OptionWeights(said.stream().map(letter -> letter / all).toList(), 1 - notShown);
    }

    /**
     * Chooses an option by the surest of a film's clips.
     *
     * @param config of the model that weighed
     * @param clips at least one
     * @return as sure as that clip shows what is asked about and its option is right, calibrated
     */
    public static Choice choose(ModelConfig config, List<String> options, List<OptionWeights> clips) {
        OptionWeights surest = OptionWeights.surest(clips);
        int best = surest.best();
        ConfidenceRule rule = config.confidence().of(AnswerKind.CHOICE);
        double confidence = rule.curve().at(surest.confidence());
        return new Choice(best, letter(best) + ") " + options.get(best), confidence, !rule.isSure(confidence));
    }

    private static String letter(int option) {
        return Character.toString('A' + option);
    }

    private static void requireLetters(List<String> options) {
        if (options.isEmpty() || options.size() > 26) {
            throw new IllegalArgumentException("a choice needs 1 to 26 options, not " + options.size());
        }
    }

    /** @return the sentence with which the model says that something is not seen */
    public static String notShown() {
        return Prompts.notShown();
    }

    /** @return the sentence that stands for an answer of which the model is not sure: it names nothing */
    public static String notSure() {
        return NOT_SURE;
    }

    private static double confidence(VideoSession session, AnswerKind kind, Generation said) {
        return rule(session, kind).curve().at(said.confidence());
    }

    private static boolean isUnsure(VideoSession session, AnswerKind kind, double confidence) {
        return !rule(session, kind).isSure(confidence);
    }

    private static ConfidenceRule rule(VideoSession session, AnswerKind kind) {
        return session.config().confidence().of(kind);
    }

    private static Generation say(
            VideoSession session, String prompt, String lead, int maxTokens, TokenListener listener) {
        return session.generate(prompt, lead, GenerationOptions.greedy(maxTokens), listener);
    }

    private static List<Generation> sayAll(VideoSession session, List<String> prompts, int maxTokens) {
        return session.generateAll(prompts.stream()
                .map(prompt -> new Prompt(prompt, "", GenerationOptions.greedy(maxTokens), TokenListener.none()))
                .toList());
    }

    private static Span span(Clip clip) {
        return new Span(clip.startSeconds(), clip.startSeconds() + clip.durationSeconds());
    }
}
