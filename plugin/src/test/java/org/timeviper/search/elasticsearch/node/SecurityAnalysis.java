package org.timeviper.search.elasticsearch.node;

import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * A plugin with the names that Elasticsearch's index of API keys has for the analysis of e-mail addresses, which the minimal distribution lacks: without them, no key can
 * be made there. Nothing is done by these names.
 */
public final class SecurityAnalysis extends Plugin implements AnalysisPlugin {

    record AsItIs(String name) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream words) {
            return words;
        }
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        AnalysisProvider<TokenFilterFactory> asItIs = (index, environment, name, settings) -> new AsItIs(name);
        return Map.of("pattern_capture", asItIs, "unique", asItIs);
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
                "uax_url_email",
                (index, environment, name, settings) -> TokenizerFactory.newFactory(name, KeywordTokenizer::new));
    }
}
