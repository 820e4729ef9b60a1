package org.timeviper.model.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.model.config.ModelException;

/**
 * Where kernels run.
 *
 * @param kind processor or graphics card
 * @param index which one of its kind, from 0
 */
public record ComputeDevice(Kind kind, int index) {
    private static final Pattern CUDA = Pattern.compile("(?:cuda|gpu)(?::(\\d{1,3}))?");

    /** What kind of device. */
    public enum Kind {
        /** The machine's processor. */
        CPU,
        /** A graphics card of NVIDIA. */
        CUDA
    }

    /** @throws IllegalArgumentException if the index is negative */
    public ComputeDevice {
        if (index < 0) {
            throw new IllegalArgumentException("a device's index must be 0 or more, not " + index);
        }
    }

    /** The processor. */
    public static ComputeDevice cpu() {
        return new ComputeDevice(Kind.CPU, 0);
    }

    /** A graphics card. */
    public static ComputeDevice cuda(int index) {
        return new ComputeDevice(Kind.CUDA, index);
    }

    /**
     * Reads a name as people write it.
     *
     * @param name {@code cpu}, {@code cuda} or {@code cuda:1}
     * @throws ModelException if it is something else
     */
    public static ComputeDevice parse(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cpu")) {
            return cpu();
        }
        Matcher cuda = CUDA.matcher(lower);
        if (!cuda.matches()) {
            throw new ModelException("unknown device '" + name + "': use cpu, cuda or cuda:N");
        }
        return cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
    }

    /**
     * Bytes of a card's memory that are taken, by this process and others. The engine does not give back what it has once taken, so what is taken at the end is the most that it had at a time.
     *
     * @return empty for the processor, and where the driver's library is not found or does not tell
     */
    public OptionalLong takenMemory() {
        if (kind == Kind.CPU) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(CudaUtils.getGpuMemory(toDjl()).getUsed());
        } catch (IllegalStateException | IllegalArgumentException | EngineException e) {
            return OptionalLong.empty();
        }
    }

    Device toDjl() {
        return kind == Kind.CPU ? Device.cpu() : Device.gpu(index);
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
