package org.timeviper.model.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.config.ModelException;

/**
 * The published files that a model is made of, opened.
 *
 * @param all by rising precedence
 */
record Parts(List<Part> all) implements AutoCloseable {

    /** @throws ModelException if none is named, or one cannot be used */
    static Parts open(AssemblyRequest request) {
        List<Part> opened = new ArrayList<>();
        try {
            request.language().ifPresent(path -> opened.add(Part.open(Part.Kind.LANGUAGE, path)));
            request.vision().ifPresent(path -> opened.add(Part.open(Part.Kind.VISION, path)));
            request.timeviper().ifPresent(path -> opened.add(Part.open(Part.Kind.TIMEVIPER, path)));
            if (opened.isEmpty()) {
                throw new ModelException(
                        "there is nothing to make a model of: name a language model, a vision transformer and a TimeViper checkpoint");
            }
            return new Parts(List.copyOf(opened));
        } catch (RuntimeException e) {
            opened.forEach(Part::close);
            throw e;
        }
    }

    Optional<Part> of(Part.Kind kind) {
        return all.stream().filter(part -> part.kind() == kind).findFirst();
    }

    /** The part whose tensor of this name is taken; empty if none has it. */
    Optional<Part> holding(String name) {
        return all.reversed().stream().filter(part -> part.holds(name)).findFirst();
    }

    /** A file that was published with one of some parts, of the first that has it. */
    Optional<Path> beside(String file, Part.Kind... kinds) {
        return List.of(kinds).stream()
                .flatMap(kind -> of(kind).stream())
                .flatMap(part -> part.beside(file).stream())
                .findFirst();
    }

    @Override
    public void close() {
        all.forEach(Part::close);
    }
}
