package org.timeviper.model.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.DropStage;
import org.timeviper.model.config.Merging;
import org.timeviper.model.config.ModelConfig;

/** The language model as recurrences over single tokens, without chunks, caches of blocks or shared prefixes. */
public final class SlowDecoder {
    private final ModelConfig model;
    private final DecoderConfig config;
    private final DecoderFamily names;
    private final Tensors tensors;
    private final List<LayerPast> past = new ArrayList<>();

    private static final class LayerPast {
        final List<double[]> inputs = new ArrayList<>();
        final List<double[]> keys = new ArrayList<>();
        final List<double[]> values = new ArrayList<>();
        final List<double[]> convolved = new ArrayList<>();
        final List<double[]> steps = new ArrayList<>();
        final List<Integer> visual = new ArrayList<>();
        double[] query;
        double[] state;
    }

    /** A fresh sequence. */
    public SlowDecoder(ModelConfig model, Map<String, float[]> weights) {
        this.model = model;
        this.config = model.decoder();
        this.names = config.family();
        this.tensors = new Tensors(weights);
        config.layers().forEach(kind -> past.add(new LayerPast()));
    }

    /** Reads a prompt, dropping by the schedule; returns the logits of the tokens that are left. */
    public List<double[]> read(long[] before, List<double[]> visual, long[] after) {
        List<double[]> stream = new ArrayList<>();
        for (long id : before) {
            stream.add(embedding(id));
        }
        visual.forEach(token -> stream.add(token.clone()));
        for (long id : after) {
            stream.add(embedding(id));
        }
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, visual.size()).boxed().toList());
        for (int layer = 0; layer < config.layers().size(); layer++) {
            for (int s = 0; s < model.tokenDrop().stages().size(); s++) {
                if (config.firstLayer(model.tokenDrop().stages().get(s).layer()) == layer) {
                    drop(s, stream, before.length, numbers, visual.size());
                }
            }
            past.get(layer).visual.addAll(numbers);
            for (double[] token : stream) {
                layer(layer, token);
            }
        }
        return stream.stream().map(this::logits).toList();
    }

    /** One more token; returns its logits. */
    public double[] step(long id) {
        double[] x = embedding(id);
        for (int layer = 0; layer < config.layers().size(); layer++) {
            layer(layer, x);
        }
        return logits(x);
    }

    private void drop(int index, List<double[]> stream, int start, List<Integer> numbers, int original) {
        int left = numbers.size();
        DropStage stage = model.tokenDrop().stages().get(index);
        int keep = Math.min(left, (int) Math.floor(original * stage.keep()));
        TreeSet<Integer> kept = new TreeSet<>();
        switch (stage) {
            case DropStage.Uniform uniform -> {
                for (int i = 0; i < keep; i++) {
                    kept.add(keep == 1 ? 0 : (int) ((long) i * (left - 1) / (keep - 1)));
                }
            }
            case DropStage.AttentionGuided guided -> {
                double[] attention = attentionOfLast(config.firstLayer(guided.layer()), stream);
                IntStream.range(0, left)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -attention[start + i]))
                        .limit(keep)
                        .forEach(kept::add);
            }
        }
        List<double[]> dropped = new ArrayList<>();
        for (int i = left - 1; i >= 0; i--) {
            if (!kept.contains(i)) {
                dropped.addFirst(stream.remove(start + i));
                numbers.remove(i);
            }
        }
        if (model.tokenDrop().transV() && !dropped.isEmpty()) {
            takeIn(index, stream.subList(start + keep, stream.size()), dropped);
        }
    }

    /** Numbers of the visual tokens that a layer has of the prompt. */
    public List<Integer> visual(int layer) {
        return past.get(layer).visual;
    }

    /** How the token that was read last weighs every token that a layer has, head by head: its softmax, or its row of M. */
    public double[][] row(int layer) {
        LayerPast seen = past.get(layer);
        return switch (config.layers().get(layer)) {
            case ATTENTION ->
                IntStream.range(0, config.attention().heads())
                        .mapToObj(head -> row(seen.query, seen.keys, head))
                        .toArray(double[][]::new);
            case MAMBA ->
                IntStream.range(0, mamba().heads())
                        .mapToObj(head -> row(names.mixer(layer), seen, head))
                        .toArray(double[][]::new);
            case MLP -> throw new IllegalArgumentException("layer " + layer + " mixes no tokens");
        };
    }

    /** {@code M[t,s] = C_t·B_s · exp(Σ dt_k·A) · dt_s} for the last t, the sum over s < k ≤ t. */
    private double[] row(String mixer, LayerPast seen, int head) {
        DecoderConfig.Mamba sizes = mamba();
        int b = sizes.inner() + head / (sizes.heads() / sizes.groups()) * sizes.state();
        int c = b + sizes.groups() * sizes.state();
        double a = -Math.exp(tensors.get(mixer + "A_log")[head]);
        double[] row = new double[seen.steps.size()];
        double faded = 0;
        for (int s = row.length - 1; s >= 0; s--) {
            double dt = seen.steps.get(s)[head];
            row[s] = Tensors.dot(seen.convolved.getLast(), c, seen.convolved.get(s), b, sizes.state())
                    * Math.exp(faded)
                    * dt;
            faded += dt * a;
        }
        return row;
    }

    /**
     * What a layer adds to the last token of a stream if its heads weigh the tokens so; changes nothing here.
     *
     * @param stream as it enters the layer
     * @param weights of every token, head by head
     */
    public double[] mixed(int layer, List<double[]> stream, double[][] weights) {
        String mixer = names.mixer(layer);
        List<double[]> normed = stream.stream()
                .map(x -> tensors.rmsNorm(names.norm(layer), x, config.normEpsilon()))
                .toList();
        return switch (config.layers().get(layer)) {
            case ATTENTION -> mixedValues(mixer, normed, weights);
            case MAMBA -> mixedInputs(mixer, normed, weights);
            case MLP -> throw new IllegalArgumentException("layer " + layer + " mixes no tokens");
        };
    }

    private double[] mixedValues(String mixer, List<double[]> normed, double[][] weights) {
        List<double[]> values =
                normed.stream().map(x -> tensors.linear(mixer + "v_proj", x)).toList();
        double[] mixed =
                new double[config.attention().heads() * config.attention().headDim()];
        for (int head = 0; head < weights.length; head++) {
            mix(mixed, head, weights[head], values);
        }
        return tensors.linear(mixer + "o_proj", mixed);
    }

    private double[] mixedInputs(String mixer, List<double[]> normed, double[][] weights) {
        DecoderConfig.Mamba sizes = mamba();
        List<double[]> inputs = new ArrayList<>();
        double[] y = new double[sizes.inner()];
        double[] projected = {};
        for (int s = 0; s < normed.size(); s++) {
            projected = tensors.linear(mixer + "in_proj", normed.get(s));
            inputs.add(Arrays.copyOfRange(projected, sizes.inner(), sizes.inner() + sizes.convolved()));
            double[] x = convolve(mixer, inputs);
            for (int p = 0; p < y.length; p++) {
                int head = p / sizes.headDim();
                double own = s == normed.size() - 1 ? tensors.get(mixer + "D")[head] : 0;
                y[p] += (weights[head][s] + own) * x[p];
            }
        }
        return tensors.linear(mixer + "out_proj", gatedNorm(mixer, y, projected));
    }

    private double[] attentionOfLast(int layer, List<double[]> stream) {
        String mixer = names.mixer(layer);
        DecoderConfig.Attention sizes = config.attention();
        double[] query = tensors.linear(mixer + "q_proj", stream.getLast());
        List<double[]> keys =
                stream.stream().map(x -> tensors.linear(mixer + "k_proj", x)).toList();
        double[] mean = new double[stream.size()];
        for (int head = 0; head < sizes.heads(); head++) {
            Tensors.add(mean, row(query, keys, head), 1.0 / sizes.heads());
        }
        return mean;
    }

    private void takeIn(int index, List<double[]> text, List<double[]> dropped) {
        String module = names.merge(index);
        double gate = Math.tanh(tensors.get(names.alpha())[index]);
        List<double[]> keys =
                dropped.stream().map(x -> tensors.linear(module + "k_proj", x)).toList();
        List<double[]> values =
                dropped.stream().map(x -> tensors.linear(module + "v_proj", x)).toList();
        for (double[] x : text) {
            double[] mixed = attend(tensors.linear(module + "q_proj", x), keys, values);
            Tensors.add(x, tensors.linear(module + "o_proj", mixed), gate);
            if (model.tokenDrop().merging() == Merging.CROSS_ATTENTION_AND_MLP) {
                Tensors.add(x, mlp(names.mergeMlp(index), x), Math.tanh(tensors.get(names.alphaMlp())[index]));
            }
        }
    }

    private void layer(int layer, double[] x) {
        double[] normed = tensors.rmsNorm(names.norm(layer), x, config.normEpsilon());
        String mixer = names.mixer(layer);
        double[] y =
                switch (config.layers().get(layer)) {
                    case MLP -> mlp(mixer, normed);
                    case ATTENTION -> attention(mixer, normed, past.get(layer));
                    case MAMBA -> mamba(mixer, normed, past.get(layer));
                };
        Tensors.add(x, y, 1);
    }

    private double[] mlp(String mixer, double[] x) {
        double[] up = tensors.linear(mixer + "up_proj", x);
        double[] inside = Tensors.map(up, v -> v > 0 ? v * v : 0);
        if (config.mlp().gated()) {
            double[] gate = tensors.linear(mixer + "gate_proj", x);
            Arrays.setAll(inside, i -> Tensors.silu(gate[i]) * up[i]);
        }
        return tensors.linear(mixer + "down_proj", inside);
    }

    private double[] attention(String mixer, double[] x, LayerPast past) {
        int position = past.keys.size();
        past.keys.add(turned(tensors.linear(mixer + "k_proj", x), position));
        past.values.add(tensors.linear(mixer + "v_proj", x));
        past.query = turned(tensors.linear(mixer + "q_proj", x), position);
        return tensors.linear(mixer + "o_proj", attend(past.query, past.keys, past.values));
    }

    /** Each head's channels i and i + P/2 as a complex number, multiplied by e^(i·position·base^(-2i/P)). */
    private double[] turned(double[] x, int position) {
        if (config.attention().rotaryBase().isEmpty()) {
            return x;
        }
        double[] y = new double[x.length];
        int width = config.attention().headDim();
        for (int i = 0; i < x.length; i++) {
            int channel = i % width;
            int pair = channel % (width / 2);
            double angle = position * Math.pow(config.attention().rotaryBase().getAsDouble(), -2.0 * pair / width);
            int partner = channel < width / 2 ? i + width / 2 : i - width / 2;
            y[i] = x[i] * Math.cos(angle) + (channel < width / 2 ? -1 : 1) * x[partner] * Math.sin(angle);
        }
        return y;
    }

    private DecoderConfig.Mamba mamba() {
        return config.mamba().orElseThrow();
    }

    private double[] attend(double[] query, List<double[]> keys, List<double[]> values) {
        double[] mixed = new double[query.length];
        for (int head = 0; head < config.attention().heads(); head++) {
            mix(mixed, head, row(query, keys, head), values);
        }
        return mixed;
    }

    private void mix(double[] mixed, int head, double[] row, List<double[]> values) {
        DecoderConfig.Attention sizes = config.attention();
        int from = head / (sizes.heads() / sizes.keyValueHeads()) * sizes.headDim();
        for (int s = 0; s < row.length; s++) {
            for (int i = 0; i < sizes.headDim(); i++) {
                mixed[head * sizes.headDim() + i] += row[s] * values.get(s)[from + i];
            }
        }
    }

    private double[] row(double[] query, List<double[]> keys, int head) {
        DecoderConfig.Attention sizes = config.attention();
        int from = head / (sizes.heads() / sizes.keyValueHeads()) * sizes.headDim();
        double[] scores = new double[keys.size()];
        for (int s = 0; s < scores.length; s++) {
            scores[s] = Tensors.dot(query, head * sizes.headDim(), keys.get(s), from, sizes.headDim())
                    / Math.sqrt(sizes.headDim());
        }
        return Tensors.softmax(scores);
    }

    private double[] mamba(String mixer, double[] x, LayerPast past) {
        DecoderConfig.Mamba sizes = mamba();
        double[] projected = tensors.linear(mixer + "in_proj", x);
        past.inputs.add(Arrays.copyOfRange(projected, sizes.inner(), sizes.inner() + sizes.convolved()));
        double[] xbc = convolve(mixer, past.inputs);
        past.convolved.add(xbc);
        past.steps.add(new double[sizes.heads()]);
        if (past.state == null) {
            past.state = new double[sizes.inner() * sizes.state()];
        }
        double[] y = new double[sizes.inner()];
        int b = sizes.inner();
        int c = b + sizes.groups() * sizes.state();
        for (int head = 0; head < sizes.heads(); head++) {
            double raw = projected[sizes.inner() + sizes.convolved() + head] + tensors.get(mixer + "dt_bias")[head];
            double dt = Math.clamp(Tensors.softplus(raw), sizes.minTimeStep(), sizes.maxTimeStep());
            past.steps.getLast()[head] = dt;
            double decay = Math.exp(-dt * Math.exp(tensors.get(mixer + "A_log")[head]));
            int group = head / (sizes.heads() / sizes.groups()) * sizes.state();
            for (int p = head * sizes.headDim(); p < (head + 1) * sizes.headDim(); p++) {
                y[p] = tensors.get(mixer + "D")[head] * xbc[p];
                for (int n = 0; n < sizes.state(); n++) {
                    int at = p * sizes.state() + n;
                    past.state[at] = decay * past.state[at] + dt * xbc[b + group + n] * xbc[p];
                    y[p] += xbc[c + group + n] * past.state[at];
                }
            }
        }
        return tensors.linear(mixer + "out_proj", gatedNorm(mixer, y, projected));
    }

    private double[] convolve(String mixer, List<double[]> inputs) {
        DecoderConfig.Mamba sizes = mamba();
        float[] w = tensors.get(mixer + "conv1d.weight");
        double[] y = new double[sizes.convolved()];
        for (int channel = 0; channel < y.length; channel++) {
            double sum = sizes.convolutionBias() ? tensors.get(mixer + "conv1d.bias")[channel] : 0;
            for (int k = 0; k < sizes.convolution(); k++) {
                int t = inputs.size() - sizes.convolution() + k;
                if (t >= 0) {
                    sum += w[channel * sizes.convolution() + k] * inputs.get(t)[channel];
                }
            }
            y[channel] = Tensors.silu(sum);
        }
        return y;
    }

    private double[] gatedNorm(String mixer, double[] y, double[] projected) {
        int groups = mamba().groups();
        int size = y.length / groups;
        double[] z = new double[y.length];
        for (int group = 0; group < groups; group++) {
            double square = 0;
            for (int i = group * size; i < (group + 1) * size; i++) {
                z[i] = y[i] * Tensors.silu(projected[i]);
                square += z[i] * z[i];
            }
            for (int i = group * size; i < (group + 1) * size; i++) {
                z[i] *= tensors.get(mixer + "norm.weight")[i] / Math.sqrt(square / size + config.normEpsilon());
            }
        }
        return z;
    }

    private double[] embedding(long id) {
        float[] matrix = tensors.get(names.embeddings());
        double[] x = new double[config.hidden()];
        for (int i = 0; i < x.length; i++) {
            x[i] = matrix[(int) id * x.length + i];
        }
        return x;
    }

    private double[] logits(double[] x) {
        double[] normed = tensors.rmsNorm(names.finalNorm(), x, config.normEpsilon());
        return config.tiedEmbeddings()
                ? new Tensors(Map.of("head.weight", tensors.get(names.embeddings()))).linear("head", normed)
                : tensors.linear("llm_backbone.llm.lm_head", normed);
    }
}
