package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A benchmark that is read from a folder just as it is published. The comment of each says which files it reads, where they are published, and what it leaves out. */
public interface Benchmark {

    /** @return as typed on the command line, for example {@code videomme} */
    String name();

    /** @return as its authors write it, for example {@code Video-MME} */
    String title();

    /** @return what it asks */
    Set<Scoring> scored();

    /** @return the number that TimeViper's paper reports; empty where it reports none */
    default Optional<Headline> headline() {
        return Optional.empty();
    }

    /** @return whether others publish it, and its numbers are compared with theirs */
    default boolean published() {
        return true;
    }

    /** @return whether the benchmark's own server scores the answers, which are written into a file for it */
    default boolean scoredElsewhere() {
        return false;
    }

    /** @return where the data is to be had, to stand in a sentence, for example {@code the Hugging Face dataset lmms-lab/Video-MME} */
    String source();

    /**
     * Reads its annotations and finds their films. Films are not opened.
     *
     * @param folder what was downloaded, its archives unpacked
     * @return all items, and all that is in the way of more
     * @throws UnreadableDataset if a file of annotations is missing or damaged as a whole
     */
    Reading read(Path folder);
}
