package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.timeviper.api.ExportRequest;
import org.timeviper.api.ExportSearch;
import org.timeviper.api.ExportsResource;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.export.Exports;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.search.MomentRequest;
import org.timeviper.indexer.search.QuerySyntax;
import org.timeviper.search.lucene.TemporalExpression;

/** Exports of a selection or a search over HTTP. */
@Singleton
@Blocking
public final class ExportsEndpoint implements ExportsResource {

    private static final int USUAL_SIZE = 50;

    private final Exports exports;
    private final KnownVideos videos;
    private final VideoExporting exporting;

    @Inject
    ExportsEndpoint(Exports exports, Library library, VideoExporting exporting) {
        this.exports = exports;
        this.videos = new KnownVideos(library);
        this.exporting = exporting;
    }

    @Override
    public Response export(ExportRequest request) {
        boolean selected = request.selection() != null && !request.selection().isEmpty();
        if (selected == (request.search() != null)) {
            throw new Refused(
                    400,
                    "Invalid request",
                    selected ? null : ProblemCode.EXPORT_EMPTY,
                    selected
                            ? "'selection' and 'search' exclude each other: leave one out."
                            : "There is nothing to export: give a 'selection' of spans, or a 'search'.");
        }
        return exporting.file(
                request.format(),
                request.base(),
                request.page(),
                addresses -> selected
                        ? exports.selection(request.title(), request.selection(), addresses)
                        : exports.found(request.title(), moments(request.search()), addresses));
    }

    private MomentRequest moments(ExportSearch search) {
        TemporalExpression sought = sought(search);
        SceneFilter filter = search.filter() == null ? SceneFilter.NONE : FilterParameters.read(search.filter());
        videos.searchable(filter);
        return new MomentRequest(
                sought, search.size() == null ? USUAL_SIZE : search.size(), filter, search.verify(), false);
    }

    private static TemporalExpression sought(ExportSearch search) {
        boolean inWords = search.q() != null && !search.q().isBlank();
        if (inWords == (search.query() != null)) {
            throw new Refused(
                    400,
                    "Invalid request",
                    inWords
                            ? "'q' and 'query' exclude each other: leave one out."
                            : "A search needs 'q', words or an expression, or 'query', the same as a tree.");
        }
        return inWords ? QuerySyntax.parse(search.q()) : QueryTree.read("search.query", search.query());
    }
}
