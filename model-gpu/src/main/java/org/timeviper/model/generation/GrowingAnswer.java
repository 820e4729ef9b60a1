package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.model.text.TextStream;
import org.timeviper.model.text.Tokenizer;

/**
 * An answer while it is generated: its tokens, their text, their probabilities, and how much of the text was told.
 *
 * <p>What may still turn out to be the surplus of a {@link Repetition} is not told before that is decided, mostly with the next token:
 * so what a listener hears is the text that is kept, no more and no less. For one thread.
 */
final class GrowingAnswer {
    private final TextStream stream;
    private final TokenListener listener;
    private final StringBuilder text = new StringBuilder();
    private final List<Said> said = new ArrayList<>();
    private final Repetition repetition = new Repetition();
    private int told;

    /**
     * A generated token.
     *
     * @param textEnd characters of the text with it
     * @param whole whether that is all of it: bytes of a character that is not complete yet are not in the text
     */
    private record Said(int token, double logProbability, int textEnd, boolean whole) {}

    GrowingAnswer(Tokenizer tokenizer, TokenListener listener) {
        this.stream = new TextStream(tokenizer);
        this.listener = listener;
    }

    /** How many tokens were generated. */
    int length() {
        return said.size();
    }

    int lastToken() {
        return said.getLast().token();
    }

    /** Takes in the next token, a stop token excepted. */
    void add(int token, double logProbability) {
        text.append(stream.add(token));
        said.add(new Said(token, logProbability, text.length(), stream.isWhole()));
        repetition.add(token);
        tellTo(textEnd(repetition.certain()));
    }

    /** Whether its tail is a repetition. */
    boolean repeats() {
        return repetition.surplus() > 0;
    }

    /** Ends it as it stands. */
    Generation end(StopReason reason) {
        text.append(stream.finish());
        tellTo(text.length());
        return generation(reason);
    }

    /** Ends it with a stop token, which has a probability, but no text. */
    Generation endWith(int stopToken, double logProbability) {
        text.append(stream.finish());
        tellTo(text.length());
        said.add(new Said(stopToken, logProbability, text.length(), true));
        return generation(StopReason.STOP_TOKEN);
    }

    /** Ends it with what its repeating tail says, said once. */
    Generation endOnce() {
        int kept = once();
        text.setLength(textEnd(kept));
        said.subList(kept, said.size()).clear();
        tellTo(text.length());
        return generation(StopReason.REPETITION);
    }

    /**
     * How many tokens say it once. The repetition is noticed wherever it begins, which can be in the middle of a line, for lines may
     * end alike: so what is kept goes on, by less than one period, to the end of the line, else of the sentence, else of the word.
     */
    private int once() {
        int first = said.size() - repetition.surplus();
        int next = first + repetition.period();
        List<Integer> cuts = IntStream.range(first, next)
                .filter(kept -> said.get(kept - 1).whole())
                .boxed()
                .toList();
        return cuts.stream()
                .filter(this::endsLine)
                .findFirst()
                .or(() -> cuts.stream().filter(this::endsSentence).findFirst())
                .or(() -> cuts.stream().filter(this::endsWord).findFirst())
                .or(() -> cuts.stream().findFirst())
                .orElse(first);
    }

    private boolean endsLine(int tokens) {
        return at(withoutBlanks(textEnd(tokens)) - 1) == '\n';
    }

    private boolean endsSentence(int tokens) {
        int end = withoutBlanks(textEnd(tokens));
        return ".!?".indexOf(at(end - 1)) >= 0 && Character.isWhitespace(at(end));
    }

    private boolean endsWord(int tokens) {
        int end = textEnd(tokens);
        return !Character.isLetterOrDigit(at(end - 1)) || !Character.isLetterOrDigit(at(end));
    }

    /** Where a text of so many characters ends without the spaces and tabs at its tail. */
    private int withoutBlanks(int length) {
        int end = length;
        while (end > 0 && " \t".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A character of the text; a space where there is none. */
    private char at(int place) {
        return place >= 0 && place < text.length() ? text.charAt(place) : ' ';
    }

    private int textEnd(int tokens) {
        return tokens == 0 ? 0 : said.get(tokens - 1).textEnd();
    }

    private void tellTo(int end) {
        if (end > told) {
            String piece = text.substring(told, end);
            told = end;
            listener.onText(piece);
        }
    }

    private Generation generation(StopReason reason) {
        double logProbability = said.stream().mapToDouble(Said::logProbability).sum();
        double confidence = said.isEmpty() ? 0 : Math.exp(logProbability / said.size());
        return new Generation(text.toString(), said.stream().map(Said::token).toList(), reason, confidence);
    }
}
