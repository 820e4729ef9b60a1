package org.timeviper.model.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.timeviper.model.config.ModelException;

/** A variant that its authors tell of: all that {@code config.json} says, where the parts themselves say nothing else. */
public enum Preset {
    /** Nemotron-Nano-9B-v2 and SigLIP so400m/14 at 384 pixels, 16 tokens a frame; no token is dropped. */
    TIMEVIPER_9B("timeviper-9b"),
    /** The same with TransV, {@code uni_7_0.5-attn_39_0.1}. */
    TIMEVIPER_9B_TRANSV("timeviper-9b-transv"),
    /** The same without TransV on Qwen2.5-7B: the transformer that the paper compares with. */
    TIMEVIPER_QWEN_7B("timeviper-qwen2.5-7b");

    private final String title;

    Preset(String title) {
        this.title = title;
    }

    /**
     * Reads a name as people write it.
     *
     * @throws ModelException if there is none of this name; tells those that there are
     */
    public static Preset named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.title().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ModelException("there is no preset '" + name + "': use " + names()));
    }

    /** Every name, with commas. */
    public static String names() {
        return Arrays.stream(values()).map(Preset::title).collect(Collectors.joining(", "));
    }

    /** Its name: {@code timeviper-9b-transv}. */
    public String title() {
        return title;
    }

    /** Its {@code config.json}. */
    public byte[] config() {
        try (InputStream in = Preset.class.getResourceAsStream(title() + ".json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
