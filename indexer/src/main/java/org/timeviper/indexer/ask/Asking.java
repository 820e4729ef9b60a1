package org.timeviper.indexer.ask;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResult;
import org.timeviper.api.HitRef;
import org.timeviper.api.SearchResults;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.model.TooManyQuestions;
import org.timeviper.indexer.search.MomentRequest;
import org.timeviper.indexer.search.SceneSearch;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.VideoTasks;

/**
 * Answers questions about footage. The question's moments are chosen, or given; the model looks at the frames of each again and says what it sees; the answer is what
 * it saw, each part with the span it rests on. Spans that do not show what is asked about, or of which the model is not sure, add nothing to the answer, and when no other is
 * left the answer says so.
 */
public final class Asking {

    private static final Logger LOG = Logger.getLogger(Asking.class);

    private final Library library;
    private final SceneSearch search;
    private final Footage footage;
    private final AskSettings settings;

    @Inject
    public Asking(Library library, SceneSearch search, Footage footage, AskSettings settings) {
        this.library = library;
        this.search = search;
        this.footage = footage;
        this.settings = settings;
    }

    /**
     * Answers as a stream. The work begins with the subscription, on a worker thread, and ends when the subscriber goes away.
     *
     * @throws UnusableHit if a given hit cannot be looked at, before the stream begins
     */
    public Multi<AskEvent> stream(AskRequest request) {
        Chosen chosen = choose(request);
        return Multi.createFrom()
                .<AskEvent>emitter(emitter -> emit(request, chosen, emitter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /**
     * Answers in one piece.
     *
     * @throws UnusableHit if a given hit cannot be looked at
     */
    public AskResult answer(AskRequest request) {
        return answer(request, event -> {}, () -> false);
    }

    /**
     * Answers in one piece, and tells on the way what it does.
     *
     * @param events hears what is looked at and said
     * @param givenUp asked all the time whether the question is given up
     * @throws UnusableHit if a given hit cannot be looked at
     * @throws CancellationException if it was given up
     */
    public AskResult answer(AskRequest request, Consumer<AskEvent> events, BooleanSupplier givenUp) {
        return look(request.question(), choose(request), events, givenUp);
    }

    private void emit(AskRequest request, Chosen chosen, MultiEmitter<? super AskEvent> emitter) {
        try {
            AskResult result = look(request.question(), chosen, emitter::emit, emitter::isCancelled);
            emitter.emit(AskEvent.done(result));
        } catch (CancellationException e) {
            LOG.debugf("The client left while its question was answered: %s", request.question());
        } catch (TooManyQuestions e) {
            emitter.emit(AskEvent.error("The question could not be answered: " + e.getMessage() + "; ask again."));
        } catch (RuntimeException e) {
            LOG.error("A question could not be answered", e);
            emitter.emit(AskEvent.error("The question could not be answered: " + e.getMessage()));
        }
        emitter.complete();
    }

    /**
     * What a question is put to.
     *
     * @param stretches in the order in which they are looked at
     * @param otherwise what to answer when there are none
     */
    private record Chosen(List<Stretch> stretches, String otherwise) {}

    private Chosen choose(AskRequest request) {
        if (request.hits() != null && !request.hits().isEmpty()) {
            return new Chosen(request.hits().stream().map(this::stretch).toList(), VideoTasks.notShown());
        }
        SearchResults found = search.search(MomentRequest.of(request.question(), settings.moments()));
        List<Stretch> stretches = found.moments().stream()
                .flatMap(moment ->
                        library
                                .video(moment.video())
                                .map(video -> new Stretch(video, moment.start(), moment.end()))
                                .stream())
                .toList();
        return new Chosen(stretches, found.message() == null ? VideoTasks.notShown() : found.message());
    }

    private Stretch stretch(HitRef hit) {
        Video video = library.video(hit.video())
                .orElseThrow(() -> new UnusableHit(
                        UnusableHit.Kind.UNKNOWN_VIDEO,
                        "There is no video " + hit.video() + ". GET /v1/videos lists what there is."));
        if (video.state() != VideoState.READY) {
            throw new UnusableHit(
                    UnusableHit.Kind.NOT_INDEXED,
                    "The video " + video.name() + " is not indexed yet: ask again when its job is done.");
        }
        double end = Math.min(hit.end(), video.durationSeconds());
        if (!(hit.start() < end)) {
            throw new UnusableHit(
                    UnusableHit.Kind.NO_SPAN,
                    String.format(
                            Locale.ROOT,
                            "The hit from %.3f to %.3f s of %s is no span: it must start before it ends, within the film's %.3f s.",
                            hit.start(),
                            hit.end(),
                            video.name(),
                            video.durationSeconds()));
        }
        return new Stretch(video, hit.start(), end);
    }

    private AskResult look(String question, Chosen chosen, Consumer<AskEvent> events, BooleanSupplier cancelled) {
        if (chosen.stretches().isEmpty()) {
            return new AskResult(question, chosen.otherwise(), false, List.of());
        }
        boolean canBeUnsure = footage.canBeUnsure();
        List<AnswerPart> parts = new ArrayList<>();
        for (Stretch stretch : chosen.stretches()) {
            stopIf(cancelled);
            events.accept(AskEvent.looking(stretch.ahead()));
            boolean first = parts.stream().noneMatch(AnswerPart::shown);
            HeldBack words =
                    new HeldBack(VideoTasks.notShown(), canBeUnsure, text -> events.accept(AskEvent.token(text)));
            AnswerPart part = look(question, stretch, first ? "" : "\n", words, cancelled);
            events.accept(AskEvent.part(part));
            parts.add(part);
        }
        return Composition.of(question, parts);
    }

    private AnswerPart look(
            String question, Stretch stretch, String before, HeldBack words, BooleanSupplier cancelled) {
        boolean[] begun = {false};
        Footage.Look look =
                footage.ask(stretch.video().id(), stretch.start(), stretch.end(), question, cancelled, piece -> {
                    stopIf(cancelled);
                    words.onText(begun[0] ? piece : before + piece);
                    begun[0] = true;
                });
        Answer answer = look.answer();
        if (answer.shown()) {
            words.release();
        }
        return new AnswerPart(
                answer.shown() || answer.unsure() ? answer.text() : VideoTasks.notShown(),
                answer.shown(),
                !answer.unsure(),
                answer.confidence(),
                stretch.cite(look.framesSeen(), look.framesTotal()));
    }

    private static void stopIf(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the client left");
        }
    }
}
