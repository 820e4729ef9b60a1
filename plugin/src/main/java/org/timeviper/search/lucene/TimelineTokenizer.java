package org.timeviper.search.lucene;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionLengthAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Splits the text of a {@link Timeline} into the words of its passages, passage by passage in the order of their starts. Token filters may follow that change words or
 * take them out; last must come a {@link TimelineFilter}, which sets the positions. Filters that look at several words at once (negation, synonyms, shingles) do not
 * see where a passage ends and belong into the analyzer of the passages.
 *
 * <p>A text that is no timeline makes {@link #reset} throw a {@link TimelineFormatException}. Reads the whole text into memory.
 */
public final class TimelineTokenizer extends Tokenizer {

    /** Positions between two passages, so that no phrase reaches from one into the next. */
    private static final int PASSAGE_GAP = 100;

    /** Splits at word boundaries and does nothing else. */
    private static final Analyzer WORDS = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            return new TokenStreamComponents(new StandardTokenizer());
        }
    };

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final PositionLengthAttribute length = addAttribute(PositionLengthAttribute.class);
    private final TypeAttribute type = addAttribute(TypeAttribute.class);
    private final PassageAttribute passage;
    private final String field;
    private final Analyzer passages;

    /** The whole text; null unless between reset and close. */
    private String text;

    private List<Timeline.Line> lines = List.of();
    private int next;
    private PassageWords words;

    /** Splits passages at word boundaries. */
    public TimelineTokenizer() {
        this("timeline", WORDS);
    }

    /**
     * Splits passages as an analyzer does.
     *
     * @param field name of the field, for analyzers that differ by field; null if the text is of none
     * @param passages for the text of each passage by itself
     */
    public TimelineTokenizer(String field, Analyzer passages) {
        this.field = field;
        this.passages = Objects.requireNonNull(passages, "passages");
        PassageOfToken ofToken = new PassageOfToken();
        addAttributeImpl(ofToken);
        this.passage = ofToken;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        StringWriter whole = new StringWriter();
        input.transferTo(whole);
        text = whole.toString();
        lines = Timeline.lines(text).stream()
                .sorted(Comparator.comparing(Timed::span))
                .toList();
        next = 0;
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (text == null) {
            throw new IllegalStateException("A timeline tokenizer must be reset before it is read.");
        }
        while (words != null || next < lines.size()) {
            if (words == null) {
                words = new PassageWords(lines.get(next), next++);
            }
            if (words.next()) {
                return true;
            }
            closeWords();
        }
        return false;
    }

    @Override
    public void end() throws IOException {
        super.end();
        int last = correctOffset(text.length());
        offset.setOffset(last, last);
    }

    @Override
    public void close() throws IOException {
        closeWords();
        text = null;
        lines = List.of();
        next = 0;
        super.close();
    }

    private void closeWords() throws IOException {
        if (words != null) {
            words.close();
            words = null;
        }
    }

    /** The words of one passage, under way. */
    private final class PassageWords {
        private final Timeline.Line line;
        private final int number;
        private final TokenStream tokens;
        private boolean first = true;

        PassageWords(Timeline.Line line, int number) throws IOException {
            this.line = line;
            this.number = number;
            this.tokens = passages.tokenStream(field, text.substring(line.from(), line.to()));
            tokens.reset();
        }

        boolean next() throws IOException {
            if (!tokens.incrementToken()) {
                tokens.end();
                return false;
            }
            clearAttributes();
            CharTermAttribute word = tokens.getAttribute(CharTermAttribute.class);
            term.copyBuffer(word.buffer(), 0, word.length());
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            offset.setOffset(
                    correctOffset(line.from() + place.startOffset()), correctOffset(line.from() + place.endOffset()));
            int step = tokens.addAttribute(PositionIncrementAttribute.class).getPositionIncrement();
            increment.setPositionIncrement(first && number > 0 ? step + PASSAGE_GAP : step);
            length.setPositionLength(
                    tokens.addAttribute(PositionLengthAttribute.class).getPositionLength());
            type.setType(tokens.addAttribute(TypeAttribute.class).type());
            passage.setPassage(line.span(), number);
            first = false;
            return true;
        }

        void close() throws IOException {
            tokens.close();
        }
    }
}
