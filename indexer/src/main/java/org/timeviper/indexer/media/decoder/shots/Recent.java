package org.timeviper.indexer.media.decoder.shots;

import java.util.ArrayList;
import java.util.List;

/** The last looks of a film, by their number from its beginning. */
final class Recent {

    private final List<Look> ring = new ArrayList<>();
    private final int most;
    private int count;

    /** @param most looks that are kept */
    Recent(int most) {
        this.most = most;
    }

    void add(Look look) {
        if (ring.size() < most) {
            ring.add(look);
        } else {
            ring.set(count % most, look);
        }
        count++;
    }

    /** How many are kept. */
    int most() {
        return most;
    }

    /** How many there have been. */
    int count() {
        return count;
    }

    /** @param number of one of the last; counted from the film's first */
    Look get(int number) {
        if (number < Math.max(0, count - most) || number >= count) {
            throw new IndexOutOfBoundsException(number + " of the last " + most + " of " + count);
        }
        return ring.get(number % most);
    }
}
