package org.timeviper.indexer.evaluation.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.timeviper.indexer.evaluation.metric.ProbePrompts;

/** A file of what a judge is told: {@code {"answering_role": …, "answering_task": …, "comparing_role": …, "comparing_task": …}}, and {@code choosing_role} and {@code choosing_task} if they are to differ. */
public final class JudgePrompts {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private JudgePrompts() {}

    /** @throws IllegalArgumentException if it is not there, is no such object, or lacks a text or a place in one; the message names the file and what to do */
    public static ProbePrompts read(Path file) {
        try {
            return JSON.readValue(file.toFile(), ProbePrompts.class);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(file + ": " + e.getCause().getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file
                            + " does not hold what a judge is told, an object of the four texts answering_role, answering_task,"
                            + " comparing_role and comparing_task, with or without choosing_role and choosing_task: "
                            + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
