package org.timeviper.model.parity;

/**
 * One recorded quantity and how far the model is from it.
 *
 * @param name in the recording
 * @param error ‖out−ref‖/‖ref‖; infinite if the shapes differ
 * @param exact true if nothing but equality will do: token ids
 */
public record Quantity(String name, double error, boolean exact) {

    static Quantity of(String name, float[] out, float[] reference) {
        return new Quantity(name, error(out, reference), false);
    }

    static Quantity ids(String name, long[] out, long[] reference) {
        return new Quantity(name, error(toFloats(out), toFloats(reference)), true);
    }

    private static float[] toFloats(long[] ids) {
        float[] floats = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            floats[i] = ids[i];
        }
        return floats;
    }

    private static double error(float[] out, float[] reference) {
        if (out.length != reference.length) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < out.length; i++) {
            double d = (double) out[i] - reference[i];
            difference += d * d;
            norm += (double) reference[i] * reference[i];
        }
        if (norm == 0) {
            return difference == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.sqrt(difference / norm);
    }
}
