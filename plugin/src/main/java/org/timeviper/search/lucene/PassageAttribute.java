package org.timeviper.search.lucene;

import org.apache.lucene.util.Attribute;

/** The passage of a timeline that a token is of. {@link TimelineTokenizer} sets it, {@link TimelineFilter} makes positions of it. */
interface PassageAttribute extends Attribute {

    /** @return when the passage is, or null if the token is of no passage */
    TimeSpan span();

    /** @return the passage's number in its timeline, by time, from 0 */
    int number();

    /** Sets both. */
    void setPassage(TimeSpan span, int number);
}
