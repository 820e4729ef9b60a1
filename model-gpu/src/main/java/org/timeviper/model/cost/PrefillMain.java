package org.timeviper.model.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.timeviper.model.config.ModelException;

/** A process that measures one thing, and answers in one line on standard output: {@code done <json of PrefillResult>} or {@code refused <why>}. */
public final class PrefillMain {

    private PrefillMain() {}

    /** @param arguments of {@link PrefillTask#arguments} */
    public static void main(String... arguments) throws JsonProcessingException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            PrefillResult result = PrefillMeasurement.measure(PrefillTask.of(arguments));
            out.println("done " + new ObjectMapper().writeValueAsString(result));
        } catch (ModelException e) {
            out.println("refused " + e.getMessage().replaceAll("\\R+", " "));
        }
    }
}
