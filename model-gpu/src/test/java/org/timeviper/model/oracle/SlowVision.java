package org.timeviper.model.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ProjectorConfig;
import org.timeviper.model.config.VisionConfig;

/** Vision transformer, token merging and projector as loops over single tokens. */
public final class SlowVision {
    private static final String VISION = "vision_backbone.featurizer.";

    private final ModelConfig model;
    private final VisionConfig config;
    private final Tensors tensors;

    private record Token(double[] value, int patches) {}

    private record Likeness(Token token, int partner, double score) {}

    /** Weights by name. */
    public SlowVision(ModelConfig model, Map<String, float[]> weights) {
        this.model = model;
        this.config = model.vision();
        this.tensors = new Tensors(weights);
    }

    /** Patch features of one picture, (3, side, side). */
    public List<double[]> features(float[] pixels) {
        List<double[]> stream = new ArrayList<>();
        if (config.layout() == VisionConfig.Layout.DINOV2) {
            addTokens(stream, tensors.get(VISION + "cls_token"));
            addTokens(stream, tensors.get(VISION + "reg_token"));
        }
        for (int patch = 0; patch < config.patches(); patch++) {
            stream.add(patch(pixels, patch));
        }
        for (int i = 0; i < config.depth() - 1; i++) {
            stream = block(VISION + "blocks." + i + ".", stream);
        }
        return stream.subList(stream.size() - config.patches(), stream.size());
    }

    private void addTokens(List<double[]> stream, float[] values) {
        for (int start = 0; start < values.length; start += config.embedDim()) {
            double[] token = new double[config.embedDim()];
            for (int i = 0; i < token.length; i++) {
                token[i] = values[start + i];
            }
            stream.add(token);
        }
    }

    private double[] patch(float[] pixels, int patch) {
        int size = config.patchSize();
        int side = config.imageSize();
        double[] seen = new double[3 * size * size];
        for (int i = 0; i < seen.length; i++) {
            int row = patch / config.grid() * size + i / size % size;
            int column = patch % config.grid() * size + i % size;
            seen[i] = pixels[(i / (size * size) * side + row) * side + column];
        }
        double[] token = tensors.linear(VISION + "patch_embed.proj", seen);
        float[] position = tensors.get(VISION + "pos_embed");
        for (int i = 0; i < token.length; i++) {
            token[i] += position[patch * token.length + i];
        }
        return token;
    }

    private List<double[]> block(String name, List<double[]> stream) {
        List<double[]> qkv = stream.stream()
                .map(x -> tensors.linear(name + "attn.qkv", tensors.layerNorm(name + "norm1", x, 1e-6)))
                .toList();
        List<double[]> out = new ArrayList<>();
        for (int t = 0; t < stream.size(); t++) {
            double[] x = stream.get(t).clone();
            add(x, tensors.linear(name + "attn.proj", attend(qkv, t)), name + "ls1.gamma");
            double[] inside = tensors.linear(name + "mlp.fc1", tensors.layerNorm(name + "norm2", x, 1e-6));
            add(x, tensors.linear(name + "mlp.fc2", Tensors.map(inside, Tensors::gelu)), name + "ls2.gamma");
            out.add(x);
        }
        return out;
    }

    private void add(double[] x, double[] y, String scale) {
        boolean scaled = config.layout() == VisionConfig.Layout.DINOV2;
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i] * (scaled ? tensors.get(scale)[i] : 1);
        }
    }

    private double[] attend(List<double[]> qkv, int t) {
        int channels = config.embedDim();
        int width = config.headDim();
        double[] mixed = new double[channels];
        for (int from = 0; from < channels; from += width) {
            double[] scores = new double[qkv.size()];
            for (int s = 0; s < scores.length; s++) {
                scores[s] = Tensors.dot(qkv.get(t), from, qkv.get(s), channels + from, width) / Math.sqrt(width);
            }
            double[] row = Tensors.softmax(scores);
            for (int s = 0; s < row.length; s++) {
                for (int i = from; i < from + width; i++) {
                    mixed[i] += row[s] * qkv.get(s)[2 * channels + i];
                }
            }
        }
        return mixed;
    }

    /** Visual embeddings of one picture's features. */
    public List<double[]> embeddings(List<double[]> features) {
        List<Token> tokens = features.stream().map(x -> new Token(x, 1)).toList();
        if (model.projector() instanceof ProjectorConfig.TokenMergingMlp merging) {
            while (tokens.size() > merging.tokens()) {
                tokens = merge(tokens, Math.min(tokens.size() - merging.tokens(), tokens.size() / 2));
            }
            tokens = switch (merging.order()) {
                case RAW -> tokens;
                case SIZE_ASCENDING ->
                    tokens.stream()
                            .sorted(Comparator.comparingInt(Token::patches))
                            .toList();
                case SIZE_DESCENDING ->
                    tokens.stream()
                            .sorted(Comparator.comparingInt(Token::patches).reversed())
                            .toList();
            };
        }
        return tokens.stream()
                .map(token -> tensors.linear(
                        "projector.projector.2",
                        Tensors.map(tensors.linear("projector.projector.0", token.value()), Tensors::gelu)))
                .toList();
    }

    private List<Token> merge(List<Token> tokens, int joining) {
        List<Token> odd = new ArrayList<>();
        for (int i = 1; i < tokens.size(); i += 2) {
            odd.add(tokens.get(i));
        }
        List<Likeness> even = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i += 2) {
            even.add(best(tokens.get(i), odd));
        }
        even.sort(Comparator.comparingDouble(Likeness::score).reversed());
        for (Likeness like : even.subList(0, joining)) {
            odd.set(like.partner(), joined(odd.get(like.partner()), like.token()));
        }
        List<Token> merged = new ArrayList<>(
                even.subList(joining, even.size()).stream().map(Likeness::token).toList());
        merged.addAll(odd);
        return merged;
    }

    private static Likeness best(Token token, List<Token> others) {
        Likeness best = new Likeness(token, 0, Double.NEGATIVE_INFINITY);
        double[] metric = metric(token);
        for (int i = 0; i < others.size(); i++) {
            double[] other = metric(others.get(i));
            double score = Tensors.dot(metric, 0, other, 0, metric.length)
                    / Math.sqrt(Tensors.dot(metric, 0, metric, 0, metric.length)
                            * Tensors.dot(other, 0, other, 0, other.length));
            if (score > best.score()) {
                best = new Likeness(token, i, score);
            }
        }
        return best;
    }

    private static double[] metric(Token token) {
        double[] mean = new double[token.value().length / 16];
        for (int i = 0; i < token.value().length; i++) {
            mean[i % mean.length] += token.value()[i] / 16;
        }
        return mean;
    }

    private static Token joined(Token a, Token b) {
        int patches = a.patches() + b.patches();
        double[] value = new double[a.value().length];
        for (int i = 0; i < value.length; i++) {
            value[i] = (a.value()[i] * a.patches() + b.value()[i] * b.patches()) / patches;
        }
        return new Token(value, patches);
    }
}
