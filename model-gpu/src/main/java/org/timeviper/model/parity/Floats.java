package org.timeviper.model.parity;

import java.util.List;

/** Arrays of numbers, one behind the other. */
final class Floats {
    private Floats() {}

    static float[] join(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int start = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, start, part.length);
            start += part.length;
        }
        return all;
    }
}
