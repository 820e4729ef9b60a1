package org.timeviper.indexer.benchmark.transv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.timeviper.model.FrameSource;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.cost.PrefillMeasurement;
import org.timeviper.model.cost.PrefillResult;

/** A process that measures one thing, and answers in one line on standard output: {@code done <json of PrefillResult>} or {@code refused <why>}. */
final class PrefillMain {

    private PrefillMain() {}

    /** @param arguments of {@link PrefillTask#arguments} */
    public static void main(String... arguments) throws JsonProcessingException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrefillTask task = PrefillTask.of(arguments);
        try {
            FrameSource frames = FilmFolder.open(task.films()).repeatedTo(task.frames());
            PrefillResult result =
                    PrefillMeasurement.measure(task.model(), task.options(), task.dropping(), frames, task.extent());
            out.println("done " + new ObjectMapper().writeValueAsString(result));
        } catch (ModelException e) {
            out.println("refused " + e.getMessage().replaceAll("\\R+", " "));
        }
    }
}
