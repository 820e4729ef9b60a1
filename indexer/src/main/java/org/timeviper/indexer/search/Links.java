package org.timeviper.indexer.search;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Paths of a video's pictures and media, relative to the service's address. */
public final class Links {

    private Links() {}

    /** @return path of the picture nearest to a second */
    public static String thumbnail(String videoId, double seconds) {
        return "/v1/videos/" + videoId + "/thumbnail?t=" + number(seconds);
    }

    /** @return path that plays a span: a media fragment */
    public static String play(String videoId, double start, double end) {
        return "/v1/videos/" + videoId + "/media#t=" + number(start) + "," + number(end);
    }

    /** Seconds to the millisecond, without an exponent or needless zeros, as media fragments want them. */
    static String number(double seconds) {
        BigDecimal rounded = BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
