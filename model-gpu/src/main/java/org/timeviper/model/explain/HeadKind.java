package org.timeviper.model.explain;

/** How a head shares out its weight (the paper's three kinds). */
public enum HeadKind {
    /** Few tokens hold it, wherever they are: it is spread over less than {@value #SPARSE_BELOW} of the tokens. */
    SPARSE,
    /** The last few tokens hold at least {@value #LOCAL_FROM} of it. */
    LOCAL,
    /** Neither. */
    GLOBAL;

    /** From this share of its weight within {@link HeadProfile#local} on, a head is local. */
    public static final double LOCAL_FROM = 0.5;

    /** Below this {@link HeadProfile#spread}, a head that is not local is sparse. */
    public static final double SPARSE_BELOW = 0.1;

    /**
     * @param local the share of the weight on the last few tokens
     * @param spread over which share of the tokens the weight is spread
     */
    static HeadKind of(double local, double spread) {
        if (local >= LOCAL_FROM) {
            return LOCAL;
        }
        return spread < SPARSE_BELOW ? SPARSE : GLOBAL;
    }
}
