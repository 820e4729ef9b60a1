package org.timeviper.model.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes pickles, protocol 2, instruction by instruction. */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle op(int... codes) {
        for (int code : codes) {
            out.write(code);
        }
        return this;
    }

    Pickle text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return op('X').number(bytes.length, 4).raw(bytes);
    }

    Pickle global(String module, String name) {
        return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Pickle whole(long value) {
        return op(0x8a, 8).number(value, 8);
    }

    /** A float32 tensor in storage 0. */
    Pickle tensor(long offset, List<Long> shape, List<Long> strides) {
        return tensor("FloatStorage", "0", offset, shape, strides);
    }

    /** A tensor as torch.save writes it. */
    Pickle tensor(String storage, String key, long offset, List<Long> shape, List<Long> strides) {
        global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
        global("torch", storage).text(key).text("cpu").whole(6).op('t', 'Q');
        whole(offset).op('(');
        shape.forEach(this::whole);
        op('t', '(');
        strides.forEach(this::whole);
        return op('t', 0x89).global("collections", "OrderedDict").op(')', 'R', 't', 'R');
    }

    private Pickle number(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> 8 * i));
        }
        return this;
    }

    Pickle raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    byte[] end() {
        return op('.').bytes();
    }
}
