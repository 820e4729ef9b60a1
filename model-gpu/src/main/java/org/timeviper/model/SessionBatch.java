package org.timeviper.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.timeviper.model.decoder.Instruction;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.generation.Asked;
import org.timeviper.model.generation.DrawnAnswer;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.Generator;

/**
 * Sessions of one model that are asked together. Frames that no prompt was about yet are read together, those of as many clips as make up a chunk of tokens; every weight is read once for
 * the next token of all answers, and an answer that has ended leaves. Each prompt is answered as {@link VideoSession#generate} answers it.
 *
 * <p>For one thread at a time. The sessions stay their owner's, and must stay open meanwhile.
 */
public final class SessionBatch {
    /** Sequences under way at a time: each holds a decoder state, and beyond so many the weights' reading is no longer what takes the time. */
    private static final int MOST_TOGETHER = 64;

    private final List<VideoSession> sessions;

    /** @param sessions of one model; their clips may differ in length */
    public SessionBatch(List<VideoSession> sessions) {
        this.sessions = List.copyOf(sessions);
    }

    /** A prompt about the clip of a session, or the text of an instruction about it. */
    private record About<T>(VideoSession session, T asked) {}

    /**
     * Puts prompts to the model, any number about each clip.
     *
     * @param prompts of each session, each with its own length, sampling, cancellation and listener; while they are read, they can only be cancelled all together
     * @return the generated texts of each session, in the same order
     * @throws CancellationException if a session is {@linkplain VideoSession#endWhen given up}
     */
    public List<List<Generation>> generateAll(List<List<Prompt>> prompts) {
        return inParts(prompts, prompt -> prompt.options().sampling().sequences(), SessionBatch::generated);
    }

    private static List<Generation> generated(List<About<Prompt>> prompts) {
        if (prompts.size() == 1) { // it needs no batch
            Prompt only = prompts.getFirst().asked();
            VideoSession session = prompts.getFirst().session();
            return List.of(session.generate(only.instruction(), only.lead(), only.options(), only.listener()));
        }
        List<Prompt> ending = prompts.stream()
                .map(prompt -> prompt.asked().endedBy(prompt.session()::isGivenUp))
                .toList();
        List<Generation> generated = generatedTogether(prompts, ending);
        prompts.forEach(prompt -> prompt.session().requireWanted());
        return generated;
    }

    private static List<Generation> generatedTogether(List<About<Prompt>> prompts, List<Prompt> ending) {
        BooleanSupplier allCancelled = () ->
                ending.stream().allMatch(prompt -> prompt.options().cancelled().getAsBoolean());
        List<About<long[]>> texts = prompts.stream()
                .map(prompt -> new About<>(
                        prompt.session(),
                        prompt.session()
                                .textAfter(
                                        prompt.asked().instruction(),
                                        prompt.asked().lead())))
                .toList();
        try {
            return withRead(texts, allCancelled, (generator, read) -> {
                List<Asked> asked = IntStream.range(0, read.size())
                        .mapToObj(i -> new Asked(
                                read.get(i),
                                ending.get(i).options(),
                                ending.get(i).listener()))
                        .toList();
                return generator.generateAll(asked);
            });
        } catch (CancellationException e) {
            return Collections.nCopies(prompts.size(), VideoSession.CANCELLED);
        }
    }

    /**
     * Draws several answers to each of several prompts; see {@link Generator#draw}.
     *
     * @param instructions what the user says after the frames of each session
     * @param draws how many for each, at least 1
     * @param maxTokens of each answer
     * @return the answers to each instruction of each session
     * @throws CancellationException if a session is {@linkplain VideoSession#endWhen given up}
     */
    public List<List<List<DrawnAnswer>>> drawAll(List<List<String>> instructions, int draws, int maxTokens) {
        return inParts(instructions, instruction -> draws, some -> drawn(some, draws, maxTokens));
    }

    private static List<List<DrawnAnswer>> drawn(List<About<String>> instructions, int draws, int maxTokens) {
        BooleanSupplier givenUp =
                () -> instructions.stream().anyMatch(one -> one.session().isGivenUp());
        List<About<long[]>> texts = instructions.stream()
                .map(one -> new About<>(one.session(), one.session().textAfter(one.asked(), "")))
                .toList();
        return withRead(texts, givenUp, (generator, read) -> generator.draw(read, draws, maxTokens, givenUp));
    }

    /**
     * Has some of all at a time answered, at least one.
     *
     * @param sequences that the answer to one takes up at most
     */
    private <Q, A> List<List<A>> inParts(
            List<List<Q>> ofEach, ToIntFunction<Q> sequences, Function<List<About<Q>>, List<A>> answering) {
        List<About<Q>> all = IntStream.range(0, sessions.size())
                .boxed()
                .flatMap(i -> ofEach.get(i).stream().map(one -> new About<>(sessions.get(i), one)))
                .toList();
        List<A> answers = new ArrayList<>();
        for (int first = 0, next; first < all.size(); first = next) {
            int together = 0;
            next = first;
            do {
                together += sequences.applyAsInt(all.get(next++).asked());
            } while (next < all.size()
                    && together + sequences.applyAsInt(all.get(next).asked()) <= MOST_TOGETHER);
            answers.addAll(answering.apply(all.subList(first, next)));
        }
        List<List<A>> split = new ArrayList<>();
        int first = 0;
        for (List<Q> one : ofEach) {
            split.add(List.copyOf(answers.subList(first, first + one.size())));
            first += one.size();
        }
        return split;
    }

    private interface Reply<T> {
        T to(Generator generator, List<Prefilled> read);
    }

    private static <T> T withRead(List<About<long[]>> texts, BooleanSupplier cancelled, Reply<T> reply) {
        PrefillListener cancellation = VideoSession.cancellation(cancelled);
        VideoSession.readFrames(texts.stream().map(About::session).distinct().toList(), cancellation);
        TimeViper model = texts.getFirst().session().model();
        List<Prefilled> read = model.network()
                .decoder()
                .instructAll(
                        texts.stream()
                                .map(text -> new Instruction(text.session().prefix(cancellation), text.asked()))
                                .toList(),
                        cancellation);
        try {
            return reply.to(model.generator(), read);
        } finally {
            read.forEach(Prefilled::close);
        }
    }
}
