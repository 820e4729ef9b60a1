package org.timeviper.indexer.benchmark;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.query_dsl.ChildScoreMode;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.InnerHits;
import co.elastic.clients.json.JsonData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionTerms;

/** {@link PlainSearch} on a cluster: one request with a query of words and nearest vectors, whose inner hits the client joins. */
final class PlainClusterSearch implements PlainSearch {

    private static final int NEIGHBOURS_LOOKED_AT = 2;

    private final ElasticsearchClient client;
    private final String alias;
    private final CaptionAnalyzer analyzer = new CaptionAnalyzer();

    PlainClusterSearch(URI node, String alias) {
        this.client = ElasticsearchClient.of(connection -> connection.host(node));
        this.alias = alias;
    }

    @Override
    public List<Span> search(String text, float[] vector, int depth) {
        List<Float> numbers = new ArrayList<>();
        for (float number : vector) {
            numbers.add(number);
        }
        SearchRequest request = SearchRequest.of(search -> search.index(alias)
                .size(depth)
                .trackTotalHits(total -> total.enabled(false))
                .query(any -> any.nested(nested -> nested.path("scenes")
                        .scoreMode(ChildScoreMode.Max)
                        .query(words -> words.match(
                                match -> match.field("scenes.terms").query(CaptionTerms.of(text, analyzer))))
                        .innerHits(inner("words", depth))))
                .knn(nearest -> nearest.field("scenes.vector")
                        .queryVector(numbers)
                        .k(depth)
                        .numCandidates(NEIGHBOURS_LOOKED_AT * depth)
                        .innerHits(inner("vectors", depth))));
        try {
            return PlainSearch.joined(read(client.search(request, Void.class)));
        } catch (IOException e) {
            throw new UncheckedIOException("The cluster cannot be searched.", e);
        }
    }

    private static InnerHits inner(String name, int depth) {
        return InnerHits.of(inner -> inner.name(name)
                .size(depth)
                .source(source -> source.fetch(false))
                .storedFields("scenes.caption")
                .docvalueFields(field -> field.field("scenes.video"))
                .docvalueFields(field -> field.field("scenes.start"))
                .docvalueFields(field -> field.field("scenes.end")));
    }

    private static List<Span> read(SearchResponse<Void> response) {
        List<Span> spans = new ArrayList<>();
        for (Hit<Void> video : response.hits().hits()) {
            video.innerHits().values().forEach(inner -> inner.hits().hits().forEach(scene -> spans.add(span(scene))));
        }
        return spans;
    }

    private static Span span(Hit<JsonData> scene) {
        return new Span(
                scene.fields().get("scenes.video").to(String[].class)[0],
                scene.fields().get("scenes.start").to(Double[].class)[0],
                scene.fields().get("scenes.end").to(Double[].class)[0],
                scene.score(),
                scene.fields().get("scenes.caption").to(String[].class)[0]);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The connection could not be closed.", e);
        }
    }
}
