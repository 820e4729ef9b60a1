package org.timeviper.search.elasticsearch;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.timeviper.search.lucene.CaptionAnalyzer;

/** A language that captions and queries can be in. */
enum CaptionLanguage {
    ENGLISH("en", CaptionAnalyzer::new);

    private final String code;
    private final Supplier<Analyzer> analyzers;
    private final Analyzer forQueries;

    CaptionLanguage(String code, Supplier<Analyzer> analyzers) {
        this.code = code;
        this.analyzers = analyzers;
        this.forQueries = analyzers.get();
    }

    /**
     * Finds a language.
     *
     * @param code as in ISO 639-1
     * @throws IllegalArgumentException if there is no analysis for it; says which there are
     */
    static CaptionLanguage of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown language [" + code + "], known are "
                        + Arrays.stream(values())
                                .map(CaptionLanguage::code)
                                .collect(Collectors.joining(", ", "[", "]"))));
    }

    /** @return as in ISO 639-1 */
    String code() {
        return code;
    }

    /** @return an analyzer of its own for an index, which closes it */
    Analyzer newAnalyzer() {
        return analyzers.get();
    }

    /** @return the analyzer that all queries share; never to be closed */
    Analyzer forQueries() {
        return forQueries;
    }
}
