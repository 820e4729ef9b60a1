package org.timeviper.indexer.mcp;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.validation.ConstraintViolationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.ask.UnusableConversation;
import org.timeviper.indexer.ask.UnusableHit;
import org.timeviper.indexer.http.NotFound;
import org.timeviper.indexer.http.Refused;
import org.timeviper.indexer.http.UnreadJson;
import org.timeviper.indexer.http.Violations;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.UnusableCursor;
import org.timeviper.indexer.library.InvalidAttribute;
import org.timeviper.indexer.model.TooManyQuestions;
import org.timeviper.indexer.search.InvalidQuery;
import org.timeviper.model.config.ModelException;
import org.timeviper.search.lucene.TooManyMatches;

/** What is wrong with a call, for the assistant that made it: which input, and what to do. */
final class ToolProblems {

    private static final Logger LOG = LoggerFactory.getLogger(ToolProblems.class);

    private ToolProblems() {}

    static String told(String tool, RuntimeException e) {
        return switch (e) {
            case InvalidQuery query -> "'query' cannot be read. " + query.getMessage();
            case ConstraintViolationException invalid -> Violations.told(invalid) + ".";
            case NotFound unknown -> unknown.getMessage() + " 'search' tells the ids of the films that it finds.";
            case Refused refused -> refused.getMessage();
            case UnusableCursor unusable -> unusable.getMessage();
            case UnusableHit unusable -> unusable.getMessage();
            case UnusableConversation unusable -> unusable.getMessage();
            case InvalidAttribute invalid -> invalid.getMessage();
            case TooManyMatches tooMany -> tooMany.getMessage();
            case TooManyQuestions busy -> busy.getMessage() + "; come again, or raise timeviper.load.asks.";
            case ModelException model -> {
                LOG.error("The model cannot be used", model);
                yield "The model cannot be used: " + model.getMessage();
            }
            case IndexUnavailable index -> {
                LOG.error("The index cannot be used", index);
                yield "The index cannot be used: " + index.getMessage();
            }
            case IllegalArgumentException unread
            when unread.getCause() instanceof JsonMappingException json -> unread(tool, json);
            default -> {
                LOG.error("The tool {} failed", tool, e);
                yield "The service failed at this call. Its log says why.";
            }
        };
    }

    private static String unread(String tool, JsonMappingException e) {
        String where = UnreadJson.place(e);
        return e instanceof UnrecognizedPropertyException unknown
                ? "'" + where + "' is not known to '" + tool + "', which takes " + UnreadJson.known(unknown) + "."
                : "'" + where + "' is not of the type that the schema of '" + tool + "' gives for it.";
    }
}
