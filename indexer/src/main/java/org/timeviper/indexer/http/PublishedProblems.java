package org.timeviper.indexer.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.timeviper.api.Problem;
import org.timeviper.api.ProblemCode;

/** Writes into the published contract what holds for every operation: whatever goes wrong is answered with a problem detail. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class PublishedProblems implements OASFilter {

    private static final String REFUSALS = "[45]\\d\\d";

    @Override
    public Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.matches(REFUSALS) && response.getContent() == null) {
                response.setContent(problem());
            }
        });
        if (responses.getDefaultValue() == null) {
            APIResponse others = OASFactory.createAPIResponse()
                    .description("What else goes wrong, named in words.")
                    .content(problem());
            responses.setDefaultValue(others);
        }
        return operation;
    }

    /** The codes are a set that grows, and so a text with a list instead of an enumeration. */
    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.getComponents()
                .getSchemas()
                .get(Problem.class.getSimpleName())
                .getProperties()
                .get("code")
                .setDescription(
                        "What is wrong, for programs; there may be none. Codes do not change, new ones may come.\n\n"
                                + ProblemCode.listed());
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(Problem.class.getSimpleName())));
    }
}
