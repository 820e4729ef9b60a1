package org.timeviper.search.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PayloadAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionLengthAttribute;

/**
 * Makes time of positions: each token stands at the position of its passage's start in milliseconds, and carries a {@link PassagePayload} with the passage's length and
 * the word's place in it. A millisecond is what subtitles are written in, so nothing is rounded, and films of {@link TimeSpan#MAX_MILLIS 555 hours} fit. Stands last
 * behind a {@link TimelineTokenizer}.
 *
 * <p>Offsets stay those of the words in the text as long as they do not go back, which Lucene forbids: in a text whose passages are not in the order of their starts,
 * a word that stands before one already seen gets that one's start.
 *
 * <p>A document has one timeline. A second value of the field, which would be told to come after the first in time, is refused by Lucene as a position that is too
 * large, whatever the analyzer's gap between values is, up to 147 million.
 */
public final class TimelineFilter extends TokenFilter {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final PositionLengthAttribute length = addAttribute(PositionLengthAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
    private final PayloadAttribute payload = addAttribute(PayloadAttribute.class);
    private final PassageAttribute passage;
    private int position;
    private int number;
    private int place;
    private int lastOffset;

    /** @throws IllegalArgumentException if there is no {@link TimelineTokenizer} at the beginning */
    public TimelineFilter(TokenStream input) {
        super(input);
        passage = getAttribute(PassageAttribute.class);
        if (passage == null) {
            throw new IllegalArgumentException(
                    "A timeline filter needs a timeline tokenizer at the beginning of its analyzer.");
        }
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        position = -1;
        number = -1;
        lastOffset = 0;
    }

    /** @throws IllegalArgumentException if a filter before this one has put in a token that is of no passage */
    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) {
            return false;
        }
        if (passage.span() == null) {
            throw new IllegalArgumentException("A filter behind the timeline tokenizer has put in \"" + term
                    + "\", which is of no passage: put that filter into the analyzer of the passages.");
        }
        place = passage.number() == number ? place + increment.getPositionIncrement() : 0;
        number = passage.number();
        increment.setPositionIncrement(passage.span().startMillis() - position);
        position = passage.span().startMillis();
        length.setPositionLength(1);
        payload.setPayload(new PassagePayload(passage.span().lengthMillis(), place).encode());
        int start = Math.max(lastOffset, offset.startOffset());
        offset.setOffset(start, Math.max(start, offset.endOffset()));
        lastOffset = start;
        return true;
    }

    /** Leaves no positions behind the timeline, so that Lucene refuses a second value of the field. */
    @Override
    public void end() throws IOException {
        super.end();
        increment.setPositionIncrement(Integer.MAX_VALUE - Math.max(0, position));
    }
}
