package org.timeviper.indexer.ask;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResult;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.library.Conversations;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Turn;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.indexer.model.TooManyQuestions;
import org.timeviper.indexer.search.SceneSearch;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.Exchange;
import org.timeviper.model.task.VideoTasks;

/**
 * Answers questions about footage. The question's moments are chosen, or given; the model looks at the frames of each again and says what it sees; the answer is what
 * it saw, each part with the span it rests on. A question about one thing is put to where that thing is found in them, if the model looks for things first. Spans that do not
 * show what is asked about, or of which the model is not sure, add nothing to the answer, and when no other is left the answer says so.
 *
 * <p>A question may follow others in a conversation. Without hits of its own it is put to the spans that the answer before rests on, if it points back to that; else to
 * what a search finds that can stand for it, which also goes by the words of the questions before if this one goes on with them; else to the same spans as the question before.
 * So it never says more than what the model sees in the spans that it cites. {@link FollowUp} tells what of that is worked out from words, and what is not.
 */
public final class Asking {

    private static final Logger LOG = Logger.getLogger(Asking.class);

    /** So many of the turns before are told to a model that follows conversations, and so much of each answer. */
    private static final int MOST_TOLD = 4;

    private static final int MOST_OF_ANSWER = 500;

    private final Conversations conversations;
    private final Choosing choosing;
    private final Locating locating;
    private final Footage footage;

    @Inject
    public Asking(
            Library library, Conversations conversations, SceneSearch search, Footage footage, AskSettings settings) {
        this.conversations = conversations;
        this.choosing = new Choosing(library, search, settings.moments());
        this.locating = new Locating(footage);
        this.footage = footage;
    }

    /**
     * Answers as a stream. The work begins with the subscription, on a worker thread, and ends when the subscriber goes away; then the conversation does not keep it.
     *
     * @throws UnusableHit if a given hit cannot be looked at, before the stream begins
     * @throws UnusableConversation if the conversation cannot be gone on with, before the stream begins
     */
    public Multi<AskEvent> stream(AskRequest request) {
        Talk talk = Talk.enter(conversations, request);
        Choosing.Chosen chosen = choose(request, talk);
        Executor workers = Infrastructure.getDefaultWorkerPool();
        return Multi.createFrom()
                .<AskEvent>emitter(emitter -> emit(request, chosen, talk, emitter))
                .runSubscriptionOn(workers)
                .onCancellation()
                .invoke(() -> workers.execute(talk::close));
    }

    /**
     * Answers in one piece, and tells on the way what it does.
     *
     * @param events hears what is looked at and said
     * @param givenUp asked all the time whether the question is given up
     * @throws UnusableHit if a given hit cannot be looked at
     * @throws UnusableConversation if the conversation cannot be gone on with
     * @throws CancellationException if it was given up; then the conversation does not keep it
     */
    public AskResult answer(AskRequest request, Consumer<AskEvent> events, BooleanSupplier givenUp) {
        try (Talk talk = Talk.enter(conversations, request)) {
            return look(request.question(), choose(request, talk), talk, events, givenUp);
        }
    }

    private void emit(AskRequest request, Choosing.Chosen chosen, Talk talk, MultiEmitter<? super AskEvent> emitter) {
        try (talk) {
            AskResult result = look(request.question(), chosen, talk, emitter::emit, emitter::isCancelled);
            talk.close(); // who hears of the end may ask on
            emitter.emit(new AskEvent.Done(result));
        } catch (CancellationException e) {
            LOG.debugf("The client left while its question was answered: %s", request.question());
        } catch (RuntimeException e) {
            emitter.emit(new AskEvent.Failed("The question could not be answered: " + told(e), code(e).code()));
        }
        emitter.complete();
    }

    /** What is not meant for people stays in the log. */
    private static String told(RuntimeException e) {
        if (e instanceof TooManyQuestions) {
            return e.getMessage() + "; ask again.";
        }
        LOG.error("A question could not be answered", e);
        return e instanceof ModelException || e instanceof UnreadableMedia
                ? e.getMessage()
                : "the service failed. Its log says why.";
    }

    private static ProblemCode code(RuntimeException e) {
        return switch (e) {
            case TooManyQuestions busy -> ProblemCode.BUSY;
            case ModelException model -> ProblemCode.MODEL_UNAVAILABLE;
            case UnreadableMedia unreadable -> unreadable.code();
            default -> ProblemCode.INTERNAL_ERROR;
        };
    }

    private Choosing.Chosen choose(AskRequest request, Talk talk) {
        try {
            return choosing.choose(request, talk.turns());
        } catch (RuntimeException e) {
            talk.close();
            throw e;
        }
    }

    private AskResult look(
            String question, Choosing.Chosen chosen, Talk talk, Consumer<AskEvent> events, BooleanSupplier cancelled) {
        AskResult result = look(question, chosen.stretches(), talk, events, cancelled)
                .orElseGet(() -> new AskResult(question, chosen.otherwise(), false, List.of()));
        stopIf(cancelled);
        return talk.keep(result);
    }

    private Optional<AskResult> look(
            String question, List<Stretch> stretches, Talk talk, Consumer<AskEvent> events, BooleanSupplier cancelled) {
        if (stretches.isEmpty()) {
            return Optional.empty();
        }
        Asked asked = new Asked(question, told(talk.turns()));
        boolean canBeUnsure = footage.canBeUnsure();
        List<AnswerPart> parts = new ArrayList<>();
        for (Locating.Place place : places(question, stretches, talk, cancelled)) {
            stopIf(cancelled);
            talk.goOn();
            events.accept(new AskEvent.Looking(place.stretch().ahead()));
            boolean first = parts.stream().noneMatch(AnswerPart::shown);
            HeldBack words =
                    new HeldBack(VideoTasks.notShown(), canBeUnsure, text -> events.accept(new AskEvent.Token(text)));
            AnswerPart part = look(asked, place, first ? "" : "\n", words, cancelled);
            events.accept(new AskEvent.Cited(part.citation()));
            events.accept(new AskEvent.Part(part));
            parts.add(part);
        }
        return Optional.of(Composition.of(question, parts));
    }

    private List<Locating.Place> places(
            String question, List<Stretch> stretches, Talk talk, BooleanSupplier cancelled) {
        return locating.places(question, stretches, cancelled, () -> {
            stopIf(cancelled);
            talk.goOn();
        });
    }

    private static List<Exchange> told(List<Turn> turns) {
        return turns.stream()
                .skip(Math.max(0, turns.size() - MOST_TOLD))
                .map(turn -> new Exchange(turn.question(), shortened(turn.answer())))
                .toList();
    }

    private static String shortened(String answer) {
        return answer.length() <= MOST_OF_ANSWER ? answer : answer.substring(0, MOST_OF_ANSWER) + "…";
    }

    private AnswerPart look(
            Asked asked, Locating.Place place, String before, HeldBack words, BooleanSupplier cancelled) {
        Footage.Look look = place.known().orElseGet(() -> ask(asked, place.stretch(), before, words, cancelled));
        Answer answer = place.leaves(look.answer());
        if (answer.shown()) {
            words.release();
        }
        return new AnswerPart(
                answer.shown() || answer.unsure() ? answer.text() : VideoTasks.notShown(),
                answer.shown(),
                !answer.unsure(),
                answer.confidence(),
                place.stretch().seen(look.seen()).cite(look.framesSeen(), look.framesTotal()));
    }

    private Footage.Look ask(Asked asked, Stretch stretch, String before, HeldBack words, BooleanSupplier cancelled) {
        boolean[] begun = {false};
        return footage.ask(stretch.video().id(), stretch.start(), stretch.end(), asked, cancelled, piece -> {
            stopIf(cancelled);
            words.onText(begun[0] ? piece : before + piece);
            begun[0] = true;
        });
    }

    private static void stopIf(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the client left");
        }
    }
}
