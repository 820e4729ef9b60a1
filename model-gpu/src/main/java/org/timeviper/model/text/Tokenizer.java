package org.timeviper.model.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.NativeLibraries;

/**
 * A Hugging Face {@code tokenizer.json}. Immutable, shared by all threads; holds native memory until {@link #close()}.
 *
 * <p>Special tokens are only ever put in by their name ({@link #id}): text that happens to spell one, for example a user's question
 * that says {@code </s>}, is encoded as ordinary text.
 */
public final class Tokenizer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String IMAGE = "<image>";
    /** Never truncate, never pad, add nothing. */
    private static final Map<String, String> PLAIN =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final Path file;
    private final HuggingFaceTokenizer decoder;
    private final HuggingFaceTokenizer encoder;
    private final Map<String, Integer> specials;
    private final Set<Long> specialIds;
    private final int size;

    private Tokenizer(Path file, HuggingFaceTokenizer decoder, HuggingFaceTokenizer encoder, JsonNode root) {
        this.file = file;
        this.decoder = decoder;
        this.encoder = encoder;
        this.specials = specials(root);
        this.specialIds = new HashSet<>();
        specials.values().forEach(id -> specialIds.add(id.longValue()));
        int largest = -1;
        for (JsonNode token : root.path("added_tokens")) {
            boolean image = token.path("content").asText().equals(IMAGE);
            largest = Math.max(largest, image ? -1 : token.path("id").asInt());
        }
        for (JsonNode id : root.path("model").path("vocab")) {
            largest = Math.max(largest, id.asInt());
        }
        this.size = largest + 1;
    }

    private static Map<String, Integer> specials(JsonNode root) {
        Map<String, Integer> specials = new HashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            if (token.path("special").asBoolean()) {
                specials.put(token.path("content").asText(), token.path("id").asInt());
            }
        }
        return Map.copyOf(specials);
    }

    /**
     * Reads a tokenizer.
     *
     * @param file {@code tokenizer.json}
     * @throws ModelException if it is missing or cannot be read as one; names the file
     */
    public static Tokenizer open(Path file) {
        NativeLibraries.stayOffline();
        HuggingFaceTokenizer decoder = null;
        try {
            byte[] content = Files.readAllBytes(file);
            JsonNode root = JSON.readTree(content);
            if (!(root instanceof ObjectNode whole)) {
                throw new ModelException(file + " is not a tokenizer: it holds no JSON object");
            }
            decoder = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(content), PLAIN);
            HuggingFaceTokenizer encoder =
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(withoutSpecials(whole)), PLAIN);
            return new Tokenizer(file, decoder, encoder, root);
        } catch (JacksonException e) {
            throw new ModelException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelException(
                    "cannot read " + file + ": a model directory holds config.json, a checkpoint and tokenizer.json",
                    e);
        } catch (RuntimeException e) {
            if (decoder != null) {
                decoder.close();
            }
            throw e instanceof ModelException known
                    ? known
                    : new ModelException(file + " is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    /** The same tokenizer that does not know its special tokens, and so cannot be talked into them. */
    private static byte[] withoutSpecials(ObjectNode root) throws IOException {
        ObjectNode copy = root.deepCopy();
        copy.putNull("post_processor");
        var ordinary = copy.putArray("added_tokens");
        for (JsonNode token : root.path("added_tokens")) {
            if (!token.path("special").asBoolean()) {
                ordinary.add(token);
            }
        }
        return JSON.writeValueAsBytes(copy);
    }

    /**
     * Encodes ordinary text. Never gives a special token.
     *
     * @return token ids; none for an empty text
     */
    public long[] encode(String text) {
        if (text.isEmpty()) {
            return new long[0];
        }
        long[] ids = encoder.encode(text, false, false).getIds();
        return Arrays.stream(ids).filter(id -> !specialIds.contains(id)).toArray();
    }

    /** The text of token ids; special tokens are left out, incomplete characters become U+FFFD. */
    public String decode(Collection<Integer> ids) {
        if (ids.isEmpty()) {
            return "";
        }
        return decoder.decode(ids.stream().mapToLong(Integer::longValue).toArray(), true);
    }

    /**
     * The id of a special token.
     *
     * @throws ModelException if there is none of this name
     */
    public int id(String special) {
        return find(special)
                .orElseThrow(() -> new ModelException(
                        file + " has no special token " + special + ", which the conversation template needs"));
    }

    /** The id of a special token, empty if there is none of this name. */
    public Optional<Integer> find(String special) {
        return Optional.ofNullable(specials.get(special));
    }

    /**
     * One more than the largest token id that can stand in a prompt. {@code <image>}, which the original adds behind a full vocabulary, is
     * none of them: embeddings of frames stand in its place, so that it needs none of its own.
     */
    public int size() {
        return size;
    }

    /**
     * Sees that every token has an embedding.
     *
     * @param vocabulary number of token ids that the decoder knows
     * @throws ModelException if there are more tokens than that; names the file
     */
    public void requireWithin(int vocabulary) {
        if (size > vocabulary) {
            throw new ModelException(file + " knows " + size + " tokens, but config.json says vocab_size is "
                    + vocabulary + ": they belong to different models");
        }
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
