package org.timeviper.indexer.index;

import java.util.List;

/** Turns captions into vectors that are near when captions mean the same. Safe for use by many threads. */
public interface CaptionEmbedder {

    /** @return the model's name and version; vectors of two names do not compare */
    String model();

    /** @return length of every vector */
    int dimensions();

    /** @return one vector of length one for each text, in order */
    List<float[]> embedAll(List<String> texts);
}
