package org.timeviper.indexer.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.UnusableCursor;
import org.timeviper.indexer.library.VideoConditions;

/**
 * Where a page of moments ends. Whether the model sees the first moments goes with it: the model need not look again, and its looks decide on the order of all pages.
 *
 * @param search tells the search from others
 * @param passed how many moments come before the next page
 * @param seen of the moments that the model looked at, best first, whether it sees them
 */
record MomentCursor(int search, int passed, List<Boolean> seen) {

    private static final int BYTES = 2 * Integer.BYTES + 2;

    /** Farther than any listing goes. */
    private static final int FARTHEST = 1_000_000;

    MomentCursor {
        seen = List.copyOf(seen);
    }

    /** @return what tells a search from others: the same on every node, and after a restart */
    static int search(String sought, SceneFilter filter) {
        VideoConditions videos = filter.videos();
        List<Object> all = List.of(
                sought,
                filter.video(),
                new TreeSet<>(videos.collections()),
                new TreeSet<>(videos.tags()),
                new TreeSet<>(videos.languages()),
                sorted(videos.metadata()),
                videos.from(),
                videos.to(),
                videos.minSeconds(),
                videos.maxSeconds(),
                filter.minConfidence());
        CRC32 sum = new CRC32();
        sum.update(all.toString().getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    private static Map<String, Set<String>> sorted(Map<String, Set<String>> metadata) {
        Map<String, Set<String>> sorted = new TreeMap<>();
        metadata.forEach((key, values) -> sorted.put(key, new TreeSet<>(values)));
        return sorted;
    }

    /** @return where the first page begins */
    static MomentCursor start(int search) {
        return new MomentCursor(search, 0, List.of());
    }

    /** @return where a page ends that begins here and has so many moments */
    MomentCursor then(int moments, List<Boolean> sees) {
        return new MomentCursor(search, passed + moments, sees);
    }

    String write() {
        byte bits = 0;
        for (int i = 0; i < seen.size(); i++) {
            bits |= (byte) (seen.get(i) ? 1 << i : 0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putInt(search)
                .putInt(passed)
                .put((byte) seen.size())
                .put(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UnusableCursor if it is none, or one of another search
     */
    static MomentCursor read(String written, int search) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(written));
        } catch (IllegalArgumentException e) {
            throw UnusableCursor.unknown(e);
        }
        if (bytes.remaining() != BYTES) {
            throw UnusableCursor.unknown(null);
        }
        if (bytes.getInt() != search) {
            throw UnusableCursor.ofAnotherSearch();
        }
        int passed = bytes.getInt();
        int looked = bytes.get();
        byte bits = bytes.get();
        if (passed < 0 || passed > FARTHEST || looked < 0 || looked > Byte.SIZE) {
            throw UnusableCursor.unknown(null);
        }
        List<Boolean> seen = new ArrayList<>();
        for (int i = 0; i < looked; i++) {
            seen.add((bits >> i & 1) == 1);
        }
        return new MomentCursor(search, passed, seen);
    }
}
