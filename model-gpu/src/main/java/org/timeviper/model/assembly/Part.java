package org.timeviper.model.assembly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.ModelPart;

/**
 * One of the published files.
 *
 * @param kind what it is brought as
 * @param given the file or folder that was named
 * @param checkpoint its tensors, under published names
 * @param names published name by the name in a whole TimeViper
 * @param unknown published names that belong to no part of a TimeViper
 */
record Part(Kind kind, Path given, Checkpoint checkpoint, Map<String, String> names, List<String> unknown)
        implements AutoCloseable {

    /** What a file is brought as; a later one's tensors go before an earlier one's. */
    enum Kind {
        LANGUAGE("language model"),
        VISION("vision transformer"),
        TIMEVIPER("TimeViper checkpoint");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** @throws CheckpointException if it is damaged, or holds one tensor under two names */
    static Part open(Kind kind, Path given) {
        Checkpoint checkpoint = Checkpoint.open(given);
        try {
            Map<String, String> names = new LinkedHashMap<>();
            List<String> unknown = new ArrayList<>();
            for (String published : checkpoint.names()) {
                Optional<String> name = PublishedNames.canonical(published, kind);
                name.map(known -> names.put(known, published)).ifPresent(other -> {
                    throw new CheckpointException(checkpoint.path() + " holds the tensor " + name.get() + " twice, as "
                            + other + " and as " + published);
                });
                if (name.isEmpty()) {
                    unknown.add(published);
                }
            }
            return new Part(kind, given, checkpoint, names, unknown);
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    boolean holds(String name) {
        return names.containsKey(name);
    }

    /** Whether it has what takes in dropped tokens, or some of it. */
    boolean holdsTransV() {
        return names.keySet().stream().anyMatch(ModelPart::isTransV);
    }

    /** Whether that has feed-forward layers. */
    boolean holdsTransVMlp() {
        return names.keySet().stream().anyMatch(DecoderFamily.QWEN2::isTransVMlp);
    }

    /** A tensor under its name in a whole TimeViper. */
    TensorInfo info(String name) {
        TensorInfo published = checkpoint.info(names.get(name));
        return new TensorInfo(name, published.type(), published.shape());
    }

    /** A file of this name that was published with it; empty if there is none. */
    Optional<Path> beside(String file) {
        Path candidate = Files.isDirectory(given) ? given.resolve(file) : given.resolveSibling(file);
        return Optional.of(candidate).filter(Files::isRegularFile);
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
