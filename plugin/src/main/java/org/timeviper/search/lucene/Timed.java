package org.timeviper.search.lucene;

/** Something that has a place in a film: a passage of a timeline, a scene, a span that was found. */
public interface Timed {

    /** @return when it is */
    TimeSpan span();
}
