package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.timeviper.model.Clip;
import org.timeviper.model.Prompt;
import org.timeviper.model.SessionBatch;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.MomentsConfig;
import org.timeviper.model.decoder.MixingListener;
import org.timeviper.model.explain.AnswerMaps;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.generation.DrawnAnswer;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.Sampling;
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

    private static final String NOT_SURE = "I can't tell that for sure from this footage.";

    private VideoTasks() {}

    /**
     * Lists the events of a clip with their times, in order: one pass, as in the published evaluation.
     *
     * @return each as sure as the model was of its line, uncalibrated
     */
    public static List<TimedCaption> denseCaptions(VideoSession session) {
        Generation said = say(session, Prompts.denseCaptions(session), "", EVENTS_TOKENS, TokenListener.none());
        return AnswerParsing.events(said, span(session.clip()));
    }

    /**
     * Lists the events of a clip, and where the list ends long before the clip does, lets the model go on with it. {@link #confirmed} tells which of them to believe.
     *
     * @return in order, each as sure as the model was of its line, uncalibrated
     */
    public static List<TimedCaption> events(VideoSession session) {
        return events(List.of(session)).getFirst();
    }

    /** As {@link #events(VideoSession)}, of several clips together: see {@link SessionBatch}. */
    public static List<List<TimedCaption>> events(List<VideoSession> sessions) {
        List<EventList> lists = sessions.stream()
                .map(session -> new EventList(span(session.clip())))
                .toList();
        List<Integer> open = IntStream.range(0, sessions.size()).boxed().toList();
        for (int more = 0; more <= CONTINUATIONS && !open.isEmpty(); more++) {
            List<Generation> said = list(
                    open.stream().map(sessions::get).toList(),
                    open.stream().map(clip -> lists.get(clip).lead()).toList());
            List<Integer> further = new ArrayList<>();
            for (int i = 0; i < said.size(); i++) {
                if (lists.get(open.get(i)).takeIn(said.get(i))) {
                    further.add(open.get(i));
                }
            }
            open = further;
        }
        return lists.stream().map(EventList::events).toList();
    }

    /** @param leads what each clip's list begins with */
    private static List<Generation> list(List<VideoSession> sessions, List<String> leads) {
        return new SessionBatch(sessions)
                        .generateAll(IntStream.range(0, sessions.size())
                                .mapToObj(i -> List.of(
                                        prompt(Prompts.denseCaptions(sessions.get(i)), leads.get(i), EVENTS_TOKENS)))
                                .toList())
                        .stream()
                        .map(List::getFirst)
                        .toList();
    }

    /**
     * Looks for every event of a clip again by its own words.
     *
     * @param listed by {@link #events} or {@link #denseCaptions}
     * @return those that are found again, sure or not, in order: what the model does not find again, it may have made up. When each is seen, and how sure it is, is what both
     *     looks make of it; which way its subject moves is what is measured, where {@link ModelConfig#measuresMovement} has it so and the pictures plainly show it
     */
    public static List<TimedCaption> confirmed(VideoSession session, List<TimedCaption> listed) {
        return confirmed(List.of(session), List.of(listed)).getFirst();
    }

    /**
     * As {@link #confirmed(VideoSession, List)}, of several clips together: see {@link SessionBatch}.
     *
     * @param listed of each clip
     */
    public static List<List<TimedCaption>> confirmed(List<VideoSession> sessions, List<List<TimedCaption>> listed) {
        List<List<Sighting>> again = lookFor(
                sessions,
                listed.stream()
                        .map(events -> events.stream().map(TimedCaption::text).toList())
                        .toList());
        return IntStream.range(0, sessions.size())
                .mapToObj(i -> doubtedIfFilmed(
                        sessions.get(i),
                        putRight(
                                sessions.get(i),
                                confirmed(listed.get(i), again.get(i), rule(sessions.get(i), AnswerKind.EVENT)))))
                .toList();
    }

    /** What happens was learned from drawn film: of what is photographed, none of it is sure. */
    private static List<TimedCaption> doubtedIfFilmed(VideoSession session, List<TimedCaption> events) {
        return events.stream()
                .map(event -> isFilmed(session, event.span()) ? event.doubted() : event)
                .toList();
    }

    private static List<TimedCaption> putRight(VideoSession session, List<TimedCaption> events) {
        return session.config().measuresMovement()
                ? events.stream()
                        .map(event -> MeasuredWay.putRight(session, event))
                        .toList()
                : events;
    }

    static List<TimedCaption> confirmed(List<TimedCaption> listed, List<Sighting> again, ConfidenceRule rule) {
        List<TimedCaption> confirmed = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            Confirmation.of(listed.get(i), again.get(i), rule)
                    .filter(once -> confirmed.stream().noneMatch(once::repeats))
                    .ifPresent(confirmed::add);
        }
        return EventList.inOrder(confirmed);
    }

    /**
     * Describes a clip in the five facets. What the model is not sure of is replaced by its {@link #look}, if it can say less, and by the names of those things that it surely sees, if it is
     * {@linkplain org.timeviper.model.config.ThingOdds#namedFrom known} from when on it does.
     */
    public static FacetCaptions captions(VideoSession session) {
        return captions(List.of(session)).getFirst();
    }

    /** As {@link #captions(VideoSession)}, of several clips together: see {@link SessionBatch}. */
    public static List<FacetCaptions> captions(List<VideoSession> sessions) {
        List<Optional<MeasuredLook>> measured =
                sessions.stream().map(VideoTasks::measured).toList();
        List<Map<Facet, Description>> told = describe(sessions, measured);
        sayLess(sessions, told, measured);
        return told.stream().map(VideoTasks::captions).toList();
    }

    /** Describes a clip in the five facets, as the model tells them and as {@link #captions(VideoSession)} passes them on; it is asked and measured once for both. */
    public static ClipDescription describe(VideoSession session) {
        List<Optional<MeasuredLook>> measured = List.of(measured(session));
        Map<Facet, Description> told = describe(List.of(session), measured).getFirst();
        Map<Facet, Description> passedOn = new EnumMap<>(told);
        sayLess(List.of(session), List.of(passedOn), measured);
        return new ClipDescription(told, captions(passedOn));
    }

    private static List<Map<Facet, Description>> describe(
            List<VideoSession> sessions, List<Optional<MeasuredLook>> measured) {
        List<Facet> facets = List.of(Facet.values());
        List<List<Generation>> said = new SessionBatch(sessions)
                .generateAll(sessions.stream()
                        .map(session -> facets.stream()
                                .map(facet -> caption(session, facet))
                                .toList())
                        .toList());
        List<Map<Facet, Description>> told = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            Map<Facet, Description> ofClip = new EnumMap<>(Facet.class);
            for (Facet facet : facets) {
                ofClip.put(facet, description(sessions.get(i), said.get(i).get(facets.indexOf(facet))));
            }
            measured.get(i).flatMap(MeasuredLook::camera).ifPresent(camera -> ofClip.put(Facet.CAMERA, camera));
            told.add(ofClip);
        }
        return told;
    }

    private static Optional<MeasuredLook> measured(VideoSession session) {
        return session.config().saysLess() ? Optional.of(MeasuredLook.of(session.miniatures())) : Optional.empty();
    }

    private static void sayLess(
            List<VideoSession> sessions, List<Map<Facet, Description>> told, List<Optional<MeasuredLook>> measured) {
        List<Integer> unsure = IntStream.range(0, sessions.size())
                .filter(i -> measured.get(i).isPresent())
                .filter(i -> told.get(i).values().stream().anyMatch(Description::unsure))
                .boxed()
                .toList();
        List<Description> looks = looks(
                unsure.stream().map(sessions::get).toList(),
                unsure.stream().map(i -> measured.get(i).orElseThrow()).toList());
        for (int i = 0; i < unsure.size(); i++) {
            int clip = unsure.get(i);
            Description look = looks.get(i);
            Description named = SureThings.in(sessions.get(clip))
                    .map(things -> things.sentence().behind(look))
                    .orElse(look);
            told.get(clip)
                    .replaceAll((facet, description) ->
                            !description.unsure() ? description : facet.namesThings() ? named : look);
        }
    }

    private static FacetCaptions captions(Map<Facet, Description> told) {
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

    /** Describes a clip in one facet: what the camera does as it is measured, where {@link #look} measures and the pictures show it. */
    public static Description describe(VideoSession session, Facet facet) {
        Optional<Description> measured =
                facet == Facet.CAMERA && session.config().saysLess()
                        ? MeasuredLook.camera(session.miniatures())
                        : Optional.empty();
        return measured.orElseGet(() -> description(
                session, session.generateAll(List.of(caption(session, facet))).getFirst()));
    }

    private static Prompt caption(VideoSession session, Facet facet) {
        int beam = session.config().captions().beam(facet.key());
        Sampling sampling = beam > 1 ? new Sampling.Beam(beam) : new Sampling.Greedy();
        GenerationOptions options = new GenerationOptions(CAPTION_TOKENS, sampling, () -> false);
        return new Prompt(Prompts.caption(session, facet), "", options, TokenListener.none());
    }

    private static Description description(VideoSession session, Generation said) {
        double confidence = confidence(session, AnswerKind.CAPTION, said);
        boolean unsure = isUnsure(session, AnswerKind.CAPTION, confidence) || isFilmed(session, span(session.clip()));
        return new Description(said.text().strip(), confidence, unsure);
    }

    /**
     * Tells how a clip looks and what moves in it, and names nothing that it shows: what is left to say where the model is not sure. Light, colours and what the camera does are
     * told as the pictures plainly show them, whatever the model says. Of what else it says of the look, the sentences are kept that are likely enough, each by itself and word for word, for the rule
     * of captions: of "something moves to the left" all is sure but the side, and that alone can be wrong. That nothing moves is not told: a frame a second cannot show it. A look is never
     * unsure itself, for what it asserts is little, and may be nothing.
     *
     * @return as sure as the least likely of the model's sentences in it; without words if there is nothing to say
     * @throws IllegalStateException if the model was not taught to, as {@link org.timeviper.model.config.ModelConfig#saysLess} tells
     */
    public static Description look(VideoSession session) {
        if (!session.config().saysLess()) {
            throw new IllegalStateException(
                    "the model " + session.config().name()
                            + " cannot tell how a film looks without naming what it shows: its config.json does not say says_less");
        }
        return looks(List.of(session), List.of(MeasuredLook.of(session.miniatures())))
                .getFirst();
    }

    private static List<Description> looks(List<VideoSession> sessions, List<MeasuredLook> measured) {
        List<List<Generation>> said = sayAll(
                sessions,
                sessions.stream().map(session -> List.of(Prompts.look(session))).toList(),
                CAPTION_TOKENS);
        return IntStream.range(0, sessions.size())
                .mapToObj(i ->
                        measured.get(i).description(said.get(i).getFirst(), rule(sessions.get(i), AnswerKind.CAPTION)))
                .toList();
    }

    /**
     * Finds when a description is seen, in all of a film or a stretch of it. Where {@link MomentsConfig#yesFrom} has it so, what is found is believed only if the model, asked whether it
     * is there at all, leans to Yes, which costs a second prompt: one thing is more easily found in another's place than said to be there.
     *
     * @param description what to find, in words
     */
    public static GroundingAnswer ground(VideoSession session, String description) {
        return grounding(session, believed(session, description, sought(session, description)));
    }

    /**
     * Tells that what was looked for is not seen.
     *
     * @param confidence uncalibrated, 0 to 1
     */
    static GroundingAnswer unseen(VideoSession session, double confidence) {
        return grounding(session, Sighting.unseen(confidence));
    }

    /** As {@link #ground}, but whether what it finds is there at all is not asked: {@link #groundAgain} asks that from nearer, where the model knows it better. */
    static GroundingAnswer groundUnasked(VideoSession session, String description) {
        return grounding(session, sought(session, description));
    }

    private static Sighting believed(VideoSession session, String description, Sighting seen) {
        MomentsConfig moments = session.config().moments();
        if (!moments.askWhether() || seen.span().isEmpty()) {
            return seen;
        }
        YesOrNo there = YesOrNo.to(session, ThingQuestion.about(description));
        return seen.believed(there.share(), moments.yesFrom());
    }

    private static GroundingAnswer grounding(VideoSession session, Sighting seen) {
        ConfidenceRule rule = ofSighting(session, seen.span());
        double confidence = rule.curve().at(seen.confidence());
        return new GroundingAnswer(seen.span(), confidence, !rule.isSure(confidence), seen.text());
    }

    /** @param found what is photographed may be looked for by another rule than what is drawn */
    private static ConfidenceRule ofSighting(VideoSession session, Optional<Span> found) {
        boolean filmed = found.filter(span -> isFilmed(session, span)).isPresent();
        return session.config().confidence().of(AnswerKind.GROUNDING, filmed);
    }

    /**
     * Looks once more for what {@link SecondLook#first} has found, as {@link #ground} does, in another clip that holds it. What is cut by the border of one clip is whole in another, and
     * what the model takes for the thing beside some things it may not take for it beside others.
     *
     * @param before the answer from the first clip, with a guess
     * @return when the second look sees it; as sure as both looks are (their geometric mean), or as the second is that it does not see it
     */
    public static GroundingAnswer groundAgain(VideoSession session, String description, GroundingAnswer before) {
        return together(session, before, ground(session, description));
    }

    /** As {@link #groundAgain}, but whether what it finds is there at all is not asked. */
    static GroundingAnswer groundAgainUnasked(VideoSession session, String description, GroundingAnswer before) {
        return together(session, before, groundUnasked(session, description));
    }

    private static GroundingAnswer together(VideoSession session, GroundingAnswer before, GroundingAnswer again) {
        if (again.guess().isEmpty()) {
            return again;
        }
        double confidence = Math.sqrt(before.confidence() * again.confidence());
        boolean sure = ofSighting(session, again.guess()).isSure(confidence);
        return new GroundingAnswer(again.guess(), confidence, !sure, again.text());
    }

    /** As {@link #lookFor(VideoSession, String)}, held against what is measured if a camera move is looked for. */
    private static Sighting sought(VideoSession session, String description) {
        Sighting seen = lookFor(session, description);
        return SoughtMove.in(session.config(), description)
                .map(move -> move.measured(session, seen))
                .orElse(seen);
    }

    private static Sighting lookFor(VideoSession session, String description) {
        return lookFor(List.of(session), List.of(List.of(description)))
                .getFirst()
                .getFirst();
    }

    static List<List<Sighting>> lookFor(List<VideoSession> sessions, List<List<String>> descriptions) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        MomentsConfig moments = sessions.getFirst().config().moments();
        List<List<String>> prompts = IntStream.range(0, sessions.size())
                .mapToObj(i -> descriptions.get(i).stream()
                        .map(description -> Prompts.grounding(sessions.get(i), description))
                        .toList())
                .toList();
        if (moments.draw()) {
            List<List<List<DrawnAnswer>>> drawn =
                    new SessionBatch(sessions).drawAll(prompts, moments.draws(), SPAN_TOKENS);
            return sightings(sessions, drawn, (answers, clip) -> Sighting.drawn(answers, clip, moments.refuseFrom()));
        }
        return sightings(sessions, sayAll(sessions, prompts, SPAN_TOKENS), Sighting::said);
    }

    private static <A> List<List<Sighting>> sightings(
            List<VideoSession> sessions, List<List<A>> answers, BiFunction<A, Span, Sighting> reading) {
        return IntStream.range(0, sessions.size())
                .mapToObj(i -> answers.get(i).stream()
                        .map(answer ->
                                reading.apply(answer, span(sessions.get(i).clip())))
                        .toList())
                .toList();
    }

    /**
     * Answers a question. What comes first or next is told by when things are found, how many different things there are by what is found, and what the camera does as it is measured, if the
     * model's configuration has it so. What is behind something is asked in the words that the model knows, then. Whether a thing is seen of which the model's configuration tells what its Yes and No come to is answered by that ({@link
     * org.timeviper.model.config.ThingOdds}), which costs a second prompt.
     *
     * @param listener hears the model's words as they are generated, before it is known whether it is sure of them
     */
    public static Answer answer(VideoSession session, String question, TokenListener listener) {
        Optional<Answer> known = FilmQuestion.of(session.config(), question)
                .map(asked -> asked.answer(List.of(asked.look(session))))
                .or(() -> measured(session, question));
        known.ifPresent(answer -> listener.onText(answer.words()));
        return known.orElseGet(() -> inWords(session, question, listener));
    }

    /** As {@link #answer(VideoSession, String, TokenListener)}, in the model's own words also where times or measurements tell it. */
    static Answer inWords(VideoSession session, String question, TokenListener listener) {
        return answer(
                session, question, say(session, Prompts.question(session, question), "", ANSWER_TOKENS, listener));
    }

    /** What the camera does, or which way a thing moves, as it is measured, if the question is for that and the pictures plainly show it. */
    private static Optional<Answer> measured(VideoSession session, String question) {
        return MeasuredQuestion.of(session.config(), question)
                .flatMap(asked -> asked.measured(session))
                .map(told -> new Answer(
                        told.words(),
                        true,
                        told.confidence(),
                        isUnsure(session, AnswerKind.ANSWER, told.confidence())));
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
        return reads
                ? answer(
                        session,
                        question,
                        say(session, Prompts.followUp(session, before, question), "", ANSWER_TOKENS, listener))
                : answer(session, question, listener);
    }

    private static Answer answer(VideoSession session, String question, Generation said) {
        Answer answer = answer(session, kind(session.config(), question), said);
        return YesOrNo.WORDS.contains(answer.words())
                ? ThingQuestion.of(
                                question,
                                session.config().confidence().things().evenAt().keySet())
                        .map(asked -> weighed(session, asked))
                        .orElse(answer)
                : answer;
    }

    /** Yes or No, whichever is the likelier by what is known of the model's answers about the thing. */
    private static Answer weighed(VideoSession session, ThingQuestion asked) {
        YesOrNo odds = YesOrNo.to(session, asked);
        double there = session.config().confidence().things().there(asked.thing(), odds.yes(), odds.no());
        double confidence = Math.max(there, 1 - there);
        return new Answer(
                YesOrNo.WORDS.get(there > 0.5 ? 0 : 1),
                true,
                confidence,
                isUnsure(session, AnswerKind.ANSWER, confidence));
    }

    private static Answer answer(VideoSession session, AnswerKind kind, Generation said) {
        Answer answer = Answer.calibrated(
                session.config(), kind, said.text().strip(), !AnswerParsing.notShown(said.text()), said.confidence());
        return answer.seen() && isFilmed(session, span(session.clip())) ? answer.doubted() : answer;
    }

    static boolean isFilmed(VideoSession session, Span span) {
        return session.isFilmed(span.start(), span.end());
    }

    /** @return what the model's own answer to an open question is */
    private static AnswerKind kind(ModelConfig config, String question) {
        return BackgroundQuestion.of(config, question).isPresent() ? AnswerKind.BACKGROUND : AnswerKind.ANSWER;
    }

    /** @return what the answer to an open question is, which tells how its confidence is read */
    public static AnswerKind answerKind(ModelConfig config, String question) {
        return FilmQuestion.of(config, question).map(FilmQuestion::kind).orElseGet(() -> kind(config, question));
    }

    /**
     * Answers a question, in the same words as {@link #answer}, and tells what the answer looked at. Costs a second prefill. What {@link #answer} puts together from moments, or
     * measures, is answered in the model's own words here: only they looked at something.
     */
    public static ExplainedAnswer explain(VideoSession session, String question) {
        return explain(session, question, AnswerMaps.none());
    }

    /**
     * As {@link #explain(VideoSession, String)}.
     *
     * @param maps wants to hear the maps of which the explanation is the sum
     */
    public static ExplainedAnswer explain(VideoSession session, String question, AnswerMaps maps) {
        String prompt = Prompts.question(session, question);
        Generation said = say(session, prompt, "", ANSWER_TOKENS, TokenListener.none());
        Answer answer = answer(session, question, said);
        List<Integer> tokens = words(said);
        MixingListener rows = maps.of(answer.words(), tokens.size());
        return new ExplainedAnswer(answer, Explanation.of(session, prompt, "", tokens, rows));
    }

    /** The generated tokens without the one that ends the answer, unless it is all there is. */
    private static List<Integer> words(Generation said) {
        int spoken = said.tokens().size() - (said.reason() == StopReason.STOP_TOKEN ? 1 : 0);
        return said.tokens().subList(0, Math.max(1, spoken));
    }

    /**
     * Chooses one of several options: of a model that weighs them, that which says how many different things are seen, if the question asks for that and one of them does.
     *
     * @param options at most 26
     * @throws IllegalArgumentException if there are none or too many
     */
    public static Choice choose(VideoSession session, String question, List<String> options) {
        requireLetters(options);
        if (session.config().weighsOptions()) {
            return FilmCount.of(session.config(), question)
                    .flatMap(count -> count.choose(List.of(count.look(session)), options))
                    .orElseGet(() ->
                            choose(session.config(), question, options, List.of(weigh(session, question, options))));
        }
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
     * Weighs the options of a choice, for a film that is longer than one clip; {@link #choose(ModelConfig, String, List, List)} tells what the clips' weights come to.
     *
     * @param options at most 26
     * @throws IllegalArgumentException if there are none or too many
     */
    public static OptionWeights weigh(VideoSession session, String question, List<String> options) {
        requireLetters(options);
        double notShown = session.probabilities(
                        Prompts.question(session, question), "", List.of(Prompts.notShown()), true)
                .getFirst();
        return new OptionWeights(
                MeasuredQuestion.of(session.config(), question)
                        .flatMap(asked -> asked.weights(session, options))
                        .orElseGet(() -> letters(session, question, options)),
                1 - notShown,
                order(session.config(), question)
                        .map(order -> found(session, order.sought(options)))
                        .orElse(List.of()),
                isFilmed(session, span(session.clip())));
    }

    private static List<Double> letters(VideoSession session, String question, List<String> options) {
        List<String> letters =
                IntStream.range(0, options.size()).mapToObj(Prompts::letter).toList();
        String prompt = Prompts.multipleChoice(session, question, options);
        List<Double> said = session.probabilities(prompt, Prompts.multipleChoiceLead(), letters, false);
        double all = said.stream().mapToDouble(Double::doubleValue).sum();
        return said.stream()
                .map(letter -> all > 0 ? letter / all : 1.0 / said.size())
                .toList();
    }

    private static Optional<OrderQuestion> order(ModelConfig config, String question) {
        return config.ordersByTimes() ? OrderQuestion.of(question) : Optional.empty();
    }

    private static List<GroundingAnswer> found(VideoSession session, List<String> descriptions) {
        return lookFor(List.of(session), List.of(descriptions)).getFirst().stream()
                .map(seen -> grounding(session, seen))
                .toList();
    }

    /**
     * Chooses an option by the surest of a film's clips, of those that are not ruled out by when things are seen, if the question asks for an order in time.
     *
     * @param config of the model that weighed
     * @param clips at least one
     * @return as sure as that clip shows what is asked about and its likeliest option is right, calibrated
     */
    public static Choice choose(ModelConfig config, String question, List<String> options, List<OptionWeights> clips) {
        OptionWeights surest = OptionWeights.surest(clips);
        int best = order(config, question)
                .map(order -> surest.best(order.answers(OptionWeights.moments(clips))))
                .orElseGet(surest::best);
        ConfidenceRule rule = config.confidence().of(AnswerKind.CHOICE, surest.filmed());
        double confidence = rule.curve().at(surest.confidence());
        return new Choice(best, Prompts.chosen(options, best), confidence, !rule.isSure(confidence));
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

    private static List<List<Generation>> sayAll(
            List<VideoSession> sessions, List<List<String>> prompts, int maxTokens) {
        return new SessionBatch(sessions)
                .generateAll(prompts.stream()
                        .map(ofClip -> ofClip.stream()
                                .map(text -> prompt(text, "", maxTokens))
                                .toList())
                        .toList());
    }

    private static Prompt prompt(String text, String lead, int maxTokens) {
        return new Prompt(text, lead, GenerationOptions.greedy(maxTokens), TokenListener.none());
    }

    static Span span(Clip clip) {
        return new Span(clip.startSeconds(), clip.startSeconds() + clip.durationSeconds());
    }
}
