package org.timeviper.indexer.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.timeviper.indexer.http.Departure;

/** Offers the tools: reads their arguments, and gives what they find, or what is wrong, to whoever called. */
@Singleton
public final class ArchiveTools {

    private final List<ArchiveTool<?, ?>> tools;
    private final ObjectMapper json;
    private final Validator validator;
    private final CurrentVertxRequest request;

    @Inject
    ArchiveTools(
            SearchTool search,
            DescribeTool describe,
            GroundTool ground,
            AskTool ask,
            ObjectMapper json,
            Validator validator,
            CurrentVertxRequest request) {
        this.tools = List.of(search, describe, ground, ask);
        this.json = json;
        this.validator = validator;
        this.request = request;
    }

    void offer(@Observes StartupEvent started, ToolManager manager) {
        tools.forEach(tool -> offer(tool, manager));
    }

    private <A, R extends ToolResult> void offer(ArchiveTool<A, R> tool, ToolManager manager) {
        manager.newTool(tool.name())
                .setTitle(tool.title())
                .setDescription(tool.description())
                .setInputSchema(Schemas.of(tool.arguments()))
                .setOutputSchema(Schemas.of(tool.result()))
                .setAnnotations(new ToolManager.ToolAnnotations(tool.title(), true, false, true, false))
                .setHandler(call -> called(tool, call))
                .register();
    }

    private <A, R extends ToolResult> ToolResponse called(ArchiveTool<A, R> tool, ToolManager.ToolArguments call) {
        try {
            A arguments = read(tool, call.args());
            R result = tool.call(arguments, caller(call));
            return new ToolResponse(false, List.of(new TextContent(result.text())), result, null);
        } catch (CancellationException e) {
            throw new Cancellation.OperationCancellationException();
        } catch (RuntimeException e) {
            return ToolResponse.error(ToolProblems.told(tool.name(), e));
        }
    }

    private <A> A read(ArchiveTool<A, ?> tool, Map<String, Object> given) {
        A arguments = json.convertValue(given, tool.arguments());
        Set<ConstraintViolation<A>> violations = validator.validate(arguments);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return arguments;
    }

    private Caller caller(ToolManager.ToolArguments call) {
        BooleanSupplier left = Departure.of(request.getCurrent());
        Cancellation cancellation = call.cancellation();
        return new Caller(() -> left.getAsBoolean() || cancellation.check().isRequested(), progress(call.progress()));
    }

    /** Only who asked for it is told. */
    private static Consumer<String> progress(Progress progress) {
        if (progress.token().isEmpty()) {
            return sentence -> {};
        }
        AtomicInteger told = new AtomicInteger();
        return sentence -> progress.notificationBuilder()
                .setProgress(told.incrementAndGet())
                .setMessage(sentence)
                .build()
                .sendAndForget();
    }
}
