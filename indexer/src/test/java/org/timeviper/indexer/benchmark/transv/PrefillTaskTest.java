package org.timeviper.indexer.benchmark.transv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.cost.PrefillExtent;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

class PrefillTaskTest {

    @Test
    void aTaskTravelsAsArguments() {
        PrefillTask task = new PrefillTask(
                Path.of("a model"),
                ComputeDevice.cuda(1),
                Precision.BFLOAT16,
                Path.of("films"),
                Dropping.parse("transv:uni_3_0.3"),
                4096,
                new PrefillExtent(5, 32));
        assertEquals(task, PrefillTask.of(task.arguments().toArray(String[]::new)));
        assertEquals(new ModelOptions(ComputeDevice.cuda(1), Precision.BFLOAT16, 0), task.options());
    }
}
