package org.timeviper.indexer.benchmark;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Vectors for generated captions that lie as sentence embeddings do, though no network is run: captions that share words or a topic are near.
 *
 * <p>Every word has a direction, a mix of {@value #SENSES} latent senses and a part of its own, so that words are related by degrees and the space has far fewer
 * directions that matter than dimensions. A caption is {@code unit(unit(Σ g(w)·direction(w)) + 0.6·centre(topic) + 0.3·noise)}, with {@code g(w) = √ln(rank + 3)}: rare
 * words tell more. Denied words count like all others, as sentence embeddings hardly know denial. A query is the same without topic and noise.
 *
 * <p>The shares were chosen so that the whole lies like the 384 numbers that the service's sentence embedding gives 190 everyday captions: cosines of any two have a
 * standard deviation of 0.106 (there 0.105), and the variance is spread over some 61 directions (there 64; the participation ratio of the covariance of as many vectors).
 */
final class MeaningSpace {

    /** Length of the vectors: that of the sentence embeddings that the service uses. */
    static final int DIMENSIONS = 384;

    private static final int SENSES = 128;
    private static final float OF_SENSES = 0.9f;
    private static final float OF_ITS_OWN = 0.4f;
    private static final float OF_TOPIC = 0.6f;
    private static final float OF_NOISE = 0.3f;
    private static final int NOISES = 4096;
    private static final int NOISES_MIXED = 3;

    private final float[][] senses = new float[SENSES][];
    private final float[][] words;
    private final float[][] topics;
    private final float[][] noises = new float[NOISES][];

    /**
     * @param words how many words there are
     * @param topics how many topics there are
     */
    MeaningSpace(int words, int topics, RandomGenerator random) {
        for (int s = 0; s < SENSES; s++) {
            senses[s] = scaled(gaussian(random), Math.pow(1 + s, -0.3));
        }
        this.words = new float[words][];
        for (int w = 0; w < words; w++) {
            this.words[w] = direction(random);
        }
        this.topics = new float[topics][];
        for (int t = 0; t < topics; t++) {
            this.topics[t] = direction(random);
        }
        for (int n = 0; n < NOISES; n++) {
            noises[n] = unit(gaussian(random));
        }
    }

    /**
     * @param ranks the caption's words
     * @return a vector of length one
     */
    float[] caption(List<Integer> ranks, int topic, RandomGenerator random) {
        float[] vector = query(ranks);
        add(vector, topics[topic], OF_TOPIC);
        for (int n = 0; n < NOISES_MIXED; n++) {
            float sign = random.nextBoolean() ? 1 : -1;
            add(vector, noises[random.nextInt(NOISES)], sign * OF_NOISE / (float) Math.sqrt(NOISES_MIXED));
        }
        return unit(vector);
    }

    /**
     * @param ranks the query's words
     * @return a vector of length one
     */
    float[] query(List<Integer> ranks) {
        float[] sum = new float[DIMENSIONS];
        for (int rank : ranks) {
            add(sum, words[rank], (float) Math.sqrt(Math.log(rank + 3.0)));
        }
        return unit(sum);
    }

    private float[] direction(RandomGenerator random) {
        float[] related = new float[DIMENSIONS];
        for (float[] sense : senses) {
            add(related, sense, (float) random.nextGaussian());
        }
        float[] sum = scaled(unit(related), OF_SENSES);
        add(sum, unit(gaussian(random)), OF_ITS_OWN);
        return unit(sum);
    }

    private static float[] gaussian(RandomGenerator random) {
        float[] drawn = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            drawn[i] = (float) random.nextGaussian();
        }
        return drawn;
    }

    private static void add(float[] sum, float[] other, float factor) {
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] += factor * other[i];
        }
    }

    private static float[] scaled(float[] vector, double factor) {
        float[] scaled = new float[DIMENSIONS];
        add(scaled, vector, (float) factor);
        return scaled;
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float v : vector) {
            square += v * v;
        }
        return scaled(vector, 1 / Math.sqrt(square));
    }
}
