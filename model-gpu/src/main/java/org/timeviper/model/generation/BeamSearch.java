package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.timeviper.model.decoder.NextToken;

/**
 * Searches for the likeliest answer, by the probability of all its tokens, those included with which it ends. At every step all beginnings of answers are made longer by every token, of
 * which the likeliest stay, as many as the beam is wide; those of them that have ended are done, and the likeliest of these is remembered. A beginning that is no likelier than that one can
 * become no likelier answer and leaves; when none is left, the search is over. A beam that is wide enough for all beginnings finds the likeliest answer there is; one of width 1 goes by the
 * likeliest tokens.
 *
 * <p>Of equally likely ones that goes first whose beginning did, else whose last token has the higher score, else the lower id. Nothing is told before the end, and then in the way in which
 * an answer {@linkplain TokenByToken token by token} is: so a repetition is said once. For one thread.
 */
final class BeamSearch implements Turn {
    private static final Comparator<Extension> LIKELIEST =
            Comparator.comparingDouble(Extension::logProbability).reversed();

    private final GrowingAnswer answer;
    private final AnswerEnd end;
    private final GenerationOptions options;
    private final int width;

    /** Beginnings that go on, the likeliest first. */
    private List<Beginning> open = List.of(Beginning.NOTHING);

    private Optional<Beginning> best = Optional.empty();

    /**
     * The beginning of an answer, or one that has ended.
     *
     * @param sequence the place of the one that it goes on from
     * @param said its tokens
     * @param logProbability of all of them
     */
    private record Beginning(int sequence, List<NextToken> said, double logProbability, Repetition repetition) {
        static final Beginning NOTHING = new Beginning(0, List.of(), 0, new Repetition());

        Beginning by(Extension extension) {
            NextToken token = extension.token();
            List<NextToken> longer = new ArrayList<>(said);
            longer.add(token);
            return new Beginning(
                    extension.sequence(), longer, extension.logProbability(), repetition.longerBy(token.id()));
        }

        int lastToken() {
            return said.getLast().id();
        }
    }

    /**
     * A beginning with a further token.
     *
     * @param sequence the beginning's place
     * @param logProbability of all its tokens
     */
    private record Extension(int sequence, NextToken token, double logProbability) {}

    BeamSearch(GrowingAnswer answer, AnswerEnd end, GenerationOptions options, int width) {
        this.answer = answer;
        this.end = end;
        this.options = options;
        this.width = width;
    }

    /** What stands is the likeliest beginning. */
    @Override
    public Optional<Generation> givenUp() {
        if (!options.cancelled().getAsBoolean()) {
            return Optional.empty();
        }
        tell(open.getFirst());
        return Optional.of(answer.end(StopReason.CANCELLED));
    }

    @Override
    public Optional<Generation> hear(List<float[]> logits) {
        List<Beginning> longer = IntStream.range(0, open.size())
                .boxed()
                .flatMap(sequence -> extensions(sequence, logits.get(sequence)))
                .sorted(LIKELIEST)
                .limit(width)
                .map(extension -> open.get(extension.sequence()).by(extension))
                .toList();
        longer.stream().filter(this::hasEnded).filter(this::isLikelierThanBest).forEach(one -> best = Optional.of(one));
        open = longer.stream()
                .filter(one -> !hasEnded(one))
                .filter(this::isLikelierThanBest)
                .toList();
        return open.isEmpty() ? tell(best.orElseThrow()) : Optional.empty();
    }

    /** The likeliest only: of one beginning no more can stay than the beam is wide. */
    private Stream<Extension> extensions(int sequence, float[] logits) {
        double before = open.get(sequence).logProbability();
        return Logits.likeliest(logits, width).stream().map(token -> {
            Generator.requireNumber(token.logProbability());
            return new Extension(sequence, token, before + token.logProbability());
        });
    }

    private boolean hasEnded(Beginning one) {
        return end.isReached(
                one.lastToken(), one.said().size(), one.repetition().surplus() > 0);
    }

    /** What has no probability at all is not. */
    private boolean isLikelierThanBest(Beginning one) {
        return one.logProbability() > best.map(Beginning::logProbability).orElse(Double.NEGATIVE_INFINITY);
    }

    /** @return the answer, if these tokens end one */
    private Optional<Generation> tell(Beginning one) {
        Optional<Generation> told = Optional.empty();
        for (NextToken token : one.said()) {
            told = end.goOn(answer, token);
        }
        return told;
    }

    @Override
    public List<Integer> sequences() {
        return open.stream().map(Beginning::sequence).toList();
    }

    @Override
    public List<Integer> lastTokens() {
        return open.stream().map(Beginning::lastToken).toList();
    }
}
