package org.timeviper.indexer.command;

import java.util.List;
import java.util.Map;
import org.timeviper.api.VideoChange;
import picocli.CommandLine.Option;

/** What the command line says of the films it hands in. */
final class AttributeOptions {

    @Option(names = "--collection", paramLabel = "NAME", description = "The collection that the films belong to.")
    private String collection;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag for the films; repeat it for several.")
    private List<String> tags;

    @Option(
            names = "--language",
            paramLabel = "LANG",
            description = "The language spoken in the films, a BCP 47 tag: en, ja, pt-BR.")
    private String language;

    @Option(
            names = "--meta",
            paramLabel = "KEY=VALUE",
            description = "What else is to be known of the films, in keys of your own; repeat it for several.")
    private Map<String, String> metadata;

    /** @return what is said; its parts are null where nothing is */
    VideoChange said() {
        return new VideoChange(collection, tags, language, metadata);
    }
}
