package org.timeviper.search.lucene;

import java.util.Objects;
import org.apache.lucene.analysis.Analyzer;

/**
 * Analysis of {@link Timeline} texts for a field that {@link TemporalQuery} can ask: the text of each passage goes through the analyzer of captions by itself, so that no
 * denial reaches from one passage into the next, and its words stand at the time of the passage ({@link TimelineFilter}).
 *
 * <p>A document has one timeline: a second value of the field is refused. Queries are analysed by the {@link #captions} analyzer, not by this one. Safe for use by
 * many threads.
 */
public final class TimelineAnalyzer extends Analyzer {

    private final Analyzer captions;

    /** Analyses English captions. */
    public TimelineAnalyzer() {
        this(new CaptionAnalyzer());
    }

    /** @param captions for the text of each passage; stays open when this is closed */
    public TimelineAnalyzer(Analyzer captions) {
        this.captions = Objects.requireNonNull(captions, "captions");
    }

    /** @return the analyzer of the passages, which is that of queries too */
    public Analyzer captions() {
        return captions;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        TimelineTokenizer words = new TimelineTokenizer(field, captions);
        return new TokenStreamComponents(words, new TimelineFilter(words));
    }
}
