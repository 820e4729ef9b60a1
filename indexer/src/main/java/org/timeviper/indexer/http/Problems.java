package org.timeviper.indexer.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.api.Problem;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.ask.UnusableConversation;
import org.timeviper.indexer.ask.UnusableHit;
import org.timeviper.indexer.export.UnusableSpan;
import org.timeviper.indexer.export.marker.Unexportable;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.UnusableCursor;
import org.timeviper.indexer.library.InvalidAttribute;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.indexer.model.TooManyQuestions;
import org.timeviper.indexer.search.InvalidQuery;
import org.timeviper.model.config.ModelException;
import org.timeviper.search.lucene.TooManyMatches;

/** Every error as a problem detail (RFC 9457): a sentence for a person, never a stack trace. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int MOST_SHOWN = 200;

    /** Nginx's status for a client that has left; only the log of accesses ever shows it. */
    private static final int LEFT = 499;

    /** Seconds after which an index that is away may be back, or a model that cannot be used be mended. */
    private static final int INDEX_LATER = 10;

    private static final int MODEL_LATER = 60;

    private static final Set<String> WHOLE = Set.of("size", "from", "limit");
    private static final Set<String> REAL = Set.of("t", "minDuration", "maxDuration", "minConfidence", "start", "end");

    @ServerExceptionMapper
    Response notFound(NotFound e, UriInfo uri) {
        return problem(404, "Not found", e.getMessage(), e.code(), uri);
    }

    @ServerExceptionMapper
    Response refused(Refused e, UriInfo uri) {
        Response.ResponseBuilder problem =
                Response.fromResponse(problem(e.status(), e.title(), e.getMessage(), e.code(), uri));
        if (e.status() == 413) {
            problem.header("Connection", "close");
        }
        if (e.status() == 412 && e.title().equals(TusRequests.UNKNOWN_VERSION)) {
            problem.header("Tus-Version", TusRequests.VERSION);
        }
        if (e.retrySeconds() > 0) {
            problem.header("Retry-After", e.retrySeconds());
        }
        return problem.build();
    }

    @ServerExceptionMapper
    Response query(InvalidQuery e, UriInfo uri) {
        return problem(
                400,
                "Invalid query",
                "'q' cannot be read. " + e.getMessage(),
                e.code(),
                e.parameters(),
                e.place(),
                uri);
    }

    @ServerExceptionMapper
    Response cursor(UnusableCursor e, UriInfo uri) {
        return problem(
                e.isExpired() ? 410 : 400,
                e.isExpired() ? "Cursor expired" : "Invalid request",
                "'cursor' cannot be used. " + e.getMessage(),
                e.code(),
                uri);
    }

    @ServerExceptionMapper
    Response outside(OutsideFile e, UriInfo uri) {
        return Response.fromResponse(problem(416, "Range not satisfiable", e.getMessage(), uri))
                .header("Content-Range", "bytes */" + e.size())
                .build();
    }

    @ServerExceptionMapper
    Response unreadable(UnreadableMedia e, UriInfo uri) {
        return problem(422, "Unreadable media", e.getMessage(), e.code(), uri);
    }

    @ServerExceptionMapper
    Response unusable(UnusableHit e, UriInfo uri) {
        return switch (e.kind()) {
            case UNKNOWN_VIDEO -> problem(404, "Not found", e.getMessage(), e.code(), uri);
            case NOT_INDEXED -> problem(409, "Not indexed yet", e.getMessage(), e.code(), uri);
            case NO_SPAN -> problem(400, "Invalid request", e.getMessage(), e.code(), uri);
        };
    }

    @ServerExceptionMapper
    Response conversation(UnusableConversation e, UriInfo uri) {
        return switch (e.kind()) {
            case UNKNOWN -> problem(404, "Not found", e.getMessage(), e.code(), uri);
            case BUSY -> problem(409, "Question under way", e.getMessage(), e.code(), uri);
        };
    }

    @ServerExceptionMapper
    Response span(UnusableSpan e, UriInfo uri) {
        return switch (e.kind()) {
            case UNKNOWN_VIDEO -> problem(404, "Not found", e.getMessage(), e.code(), uri);
            case NOTHING_FOUND -> problem(404, "Nothing found", e.getMessage(), e.code(), uri);
            case NOT_INDEXED -> problem(409, "Not indexed yet", e.getMessage(), e.code(), uri);
            case NO_SPAN -> problem(400, "Invalid request", e.getMessage(), e.code(), uri);
        };
    }

    @ServerExceptionMapper
    Response unexportable(Unexportable e, UriInfo uri) {
        ProblemCode code =
                switch (e.kind()) {
                    case NOTHING -> ProblemCode.EXPORT_EMPTY;
                    case SEVERAL_FILMS -> ProblemCode.EXPORT_OF_ONE_FILM;
                    case RATES_DIFFER -> ProblemCode.EXPORT_RATES_DIFFER;
                    case RATE_TOO_HIGH -> ProblemCode.EXPORT_RATE_TOO_HIGH;
                    case NO_DROP_FRAME -> ProblemCode.EXPORT_WITHOUT_DROP_FRAME;
                    case TOO_LONG -> ProblemCode.EXPORT_TOO_LONG;
                    case FEW_CHAPTERS -> ProblemCode.EXPORT_OF_FEW_CHAPTERS;
                };
        return problem(400, "Invalid request", e.getMessage(), code, e.parameters(), null, uri);
    }

    @ServerExceptionMapper
    Response attribute(InvalidAttribute e, UriInfo uri) {
        return problem(400, "Invalid request", e.getMessage(), e.code(), e.parameters(), null, uri);
    }

    @ServerExceptionMapper
    Response tooMany(TooManyMatches e, UriInfo uri) {
        return problem(400, "Invalid query", e.getMessage(), ProblemCode.QUERY_TOO_BROAD, uri);
    }

    @ServerExceptionMapper
    Response model(ModelException e, UriInfo uri) {
        LOG.error("The model cannot be used", e);
        return later(
                MODEL_LATER, problem(503, "Model unavailable", e.getMessage(), ProblemCode.MODEL_UNAVAILABLE, uri));
    }

    @ServerExceptionMapper
    Response busy(TooManyQuestions e, UriInfo uri) {
        return later(
                LoadLimit.LATER,
                problem(
                        503,
                        "Too many requests under way",
                        e.getMessage() + "; come again, or raise timeviper.load.asks.",
                        ProblemCode.BUSY,
                        uri));
    }

    @ServerExceptionMapper
    Response givenUp(CancellationException e, UriInfo uri) {
        LOG.debug("The client of {} left before it was answered", uri.getPath());
        return problem(LEFT, "Given up", "The client left before the answer was there.", uri);
    }

    @ServerExceptionMapper
    Response index(IndexUnavailable e, UriInfo uri) {
        LOG.error("The index cannot be used", e);
        return later(
                INDEX_LATER, problem(503, "Index unavailable", e.getMessage(), ProblemCode.INDEX_UNAVAILABLE, uri));
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e, UriInfo uri) {
        return problem(400, "Invalid request", UnreadJson.told(e), uri);
    }

    /** The framework answers this one without a word unless it is named itself. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e, UriInfo uri) {
        return problem(400, "Invalid request", UnreadJson.told(e), uri);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException e, UriInfo uri) {
        return problem(400, "Invalid request", Violations.told(e), uri);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e, UriInfo uri) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        if (e.getCause() instanceof IllegalArgumentException) {
            return problem(400, "Invalid request", unreadableParameter(uri), uri);
        }
        String detail =
                switch (status) {
                    case 404 -> "There is nothing at " + uri.getPath() + ".";
                    case 405 -> "This address does not take that method.";
                    case 406 -> "The answer cannot be given in the media type that is asked for.";
                    case 415 -> "The body's media type is not taken here.";
                    default ->
                        e.getCause() instanceof JsonProcessingException cause
                                ? UnreadJson.told(cause)
                                : String.valueOf(e.getMessage());
                };
        return problem(status, title(status), detail, uri);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, UriInfo uri) {
        LOG.error("A request to {} failed", uri.getPath(), e);
        return problem(
                500,
                "Internal error",
                "The service failed at this request. Its log says why.",
                ProblemCode.INTERNAL_ERROR,
                uri);
    }

    /** The framework tells only that a parameter could not be read as the number it should be, not which. */
    private static String unreadableParameter(UriInfo uri) {
        return uri.getQueryParameters().entrySet().stream()
                .filter(parameter ->
                        !readable(parameter.getKey(), parameter.getValue().getFirst(), uri.getPath()))
                .map(parameter -> "'" + parameter.getKey() + "' must be a number (it is '"
                        + shortened(parameter.getValue().getFirst()) + "')")
                .findFirst()
                .orElse("A parameter of the request cannot be read.");
    }

    /** Where a list of videos or jobs begins is a number; what a search takes as {@code from} is a date. */
    private static boolean readable(String parameter, String value, String path) {
        if (parameter.equals("from") && !path.endsWith("/videos") && !path.endsWith("/jobs")) {
            return true;
        }
        return WHOLE.contains(parameter)
                ? value.matches("-?\\d{1,9}")
                : !REAL.contains(parameter) || value.matches("-?\\d{1,15}(\\.\\d{1,15})?");
    }

    private static String shortened(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    private static String title(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }

    private static Response later(int seconds, Response problem) {
        return Response.fromResponse(problem).header("Retry-After", seconds).build();
    }

    private static Response problem(int status, String title, String detail, UriInfo uri) {
        return problem(status, title, detail, null, uri);
    }

    private static Response problem(int status, String title, String detail, ProblemCode code, UriInfo uri) {
        return problem(status, title, detail, code, Map.of(), null, uri);
    }

    private static Response problem(
            int status,
            String title,
            String detail,
            ProblemCode code,
            Map<String, Object> parameters,
            Integer place,
            UriInfo uri) {
        String kind = "/problems/" + title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return Response.status(status)
                .type(MediaType.valueOf(Problem.MEDIA_TYPE))
                .entity(new Problem(
                        kind,
                        title,
                        status,
                        detail,
                        uri.getRequestUri().getPath(),
                        code == null ? null : code.code(),
                        parameters.isEmpty() ? null : parameters,
                        place))
                .build();
    }
}
