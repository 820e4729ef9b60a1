package org.timeviper.search.elasticsearch;

import java.util.List;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.search.SearchModule;
import org.elasticsearch.xcontent.NamedXContentRegistry;
import org.elasticsearch.xcontent.XContentParserConfiguration;

/** What a node with our plugin knows by name. */
final class Registries {

    static final NamedWriteableRegistry WRITEABLES;
    static final XContentParserConfiguration PARSING;

    static {
        // Elasticsearch's exceptions cannot be made before its logging is set up, which the server does first of all.
        LogConfigurator.configureESLogging();
        SearchModule module = new SearchModule(Settings.EMPTY, List.of(new TimeViperPlugin()));
        WRITEABLES = new NamedWriteableRegistry(module.getNamedWriteables());
        PARSING = XContentParserConfiguration.EMPTY.withRegistry(new NamedXContentRegistry(module.getNamedXContents()));
    }

    private Registries() {}
}
