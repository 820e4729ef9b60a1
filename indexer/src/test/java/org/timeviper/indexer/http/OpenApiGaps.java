package org.timeviper.indexer.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.timeviper.api.Problem;

/** What a published OpenAPI document leaves unsaid: each gap with the operation that has it. */
final class OpenApiGaps {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final List<String> gaps = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private OpenApiGaps() {}

    static List<String> of(JsonNode document) {
        OpenApiGaps found = new OpenApiGaps();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    found.look(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
                }
            }
        }
        if (found.ids.isEmpty()) {
            found.gaps.add("there is no operation at all");
        }
        return found.gaps;
    }

    private void look(String name, JsonNode operation) {
        check(said(operation.path("summary")), name + " has no summary");
        String id = operation.path("operationId").asText();
        check(!id.isBlank(), name + " has no operationId");
        check(ids.add(id), name + " shares its operationId " + id);
        for (JsonNode parameter : operation.path("parameters")) {
            check(said(parameter.path("description")), name + " does not describe " + parameter.path("name"));
        }
        answers(name, operation.path("responses"));
    }

    private void answers(String name, JsonNode responses) {
        boolean good = false;
        boolean problem = false;
        for (var response : responses.properties()) {
            String status = response.getKey();
            check(said(response.getValue().path("description")), name + " does not describe its " + status);
            if (status.startsWith("2")) {
                good = true;
            } else if (!status.startsWith("3")) {
                problem = true;
                String schema = response.getValue()
                        .path("content")
                        .path(Problem.MEDIA_TYPE)
                        .path("schema")
                        .path("$ref")
                        .asText();
                check(schema.equals("#/components/schemas/Problem"), name + " answers " + status + " with no problem");
            }
        }
        check(good, name + " says nothing of success");
        check(problem, name + " says nothing of problems");
    }

    private static boolean said(JsonNode text) {
        return !text.asText().isBlank() && !text.asText().equals("OK");
    }

    private void check(boolean holds, String gap) {
        if (!holds) {
            gaps.add(gap);
        }
    }
}
