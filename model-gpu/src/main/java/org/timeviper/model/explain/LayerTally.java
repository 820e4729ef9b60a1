package org.timeviper.model.explain;

import java.util.List;
import java.util.stream.Stream;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.MixingRow;

/** Sums up the rows of one layer. */
final class LayerTally {
    private final int layer;
    private final LayerKind kind;
    private final int visualTokens;
    private final List<HeadTally> heads;

    /**
     * @param layer by its published number
     * @param first a row of the layer, for its sizes; not added
     */
    LayerTally(int layer, MixingRow first, FrameTokens frameTokens) {
        this.layer = layer;
        this.kind = first.kind();
        this.visualTokens = first.tokens().visual().length;
        this.heads = Stream.generate(() -> new HeadTally(frameTokens))
                .limit(first.heads())
                .toList();
    }

    void add(MixingRow row) {
        for (int head = 0; head < heads.size(); head++) {
            heads.get(head).add(row, head);
        }
    }

    LayerProfile profile() {
        return new LayerProfile(
                layer,
                kind,
                visualTokens,
                heads.stream().map(HeadTally::profile).toList());
    }
}
