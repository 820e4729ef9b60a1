package org.timeviper.search.lucene;

/**
 * How the graph that vectors are searched through is built, in every home of an index. It is denser than Lucene's usual one: scenes of an archive lie close together in
 * meaning, and the usual graph misses many of the true neighbours once there are a million of them.
 */
public final class SceneGraph {

    /** How many neighbours each scene is linked to; Lucene's usual number is 16. */
    public static final int LINKS = 24;

    /** How many scenes are looked at to find these neighbours; Lucene's usual number is 100. */
    public static final int LOOKED_AT = 250;

    private SceneGraph() {}
}
