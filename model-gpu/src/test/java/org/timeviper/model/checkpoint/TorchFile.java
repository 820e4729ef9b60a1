package org.timeviper.model.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.timeviper.model.TensorFile;

/** Files as torch.save writes them. */
public final class TorchFile {
    private static final Map<TensorType, String> STORAGES = Map.of(
            TensorType.F32, "FloatStorage",
            TensorType.F16, "HalfStorage",
            TensorType.BF16, "BFloat16Storage",
            TensorType.I32, "IntStorage");

    private TorchFile() {}

    /**
     * Writes a state dict.
     *
     * @param wrappers keys of the dicts around it, outermost first
     */
    public static void stateDict(Path file, Map<String, TensorFile.Tensor> tensors, String... wrappers)
            throws IOException {
        Pickle pickle = new Pickle().op(0x80, 2);
        for (String wrapper : wrappers) {
            pickle.op('}').text("epoch").whole(3).op('s').text(wrapper);
        }
        pickle.global("collections", "OrderedDict").op(')', 'R');
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", new byte[0]);
        tensors.forEach((name, tensor) -> {
            String key = String.valueOf(entries.size() - 1);
            entries.put("archive/data/" + key, tensor.values());
            pickle.text(name)
                    .tensor(STORAGES.get(tensor.type()), key, 0, tensor.shape(), strides(tensor.shape()))
                    .op('s');
        });
        for (int i = 0; i < wrappers.length; i++) {
            pickle.op('s');
        }
        entries.put("archive/data.pkl", pickle.end());
        zip(file, Zip64Mode.AsNeeded, entries);
    }

    private static List<Long> strides(List<Long> shape) {
        List<Long> strides = new ArrayList<>();
        long step = 1;
        for (long extent : shape.reversed()) {
            strides.addFirst(step);
            step *= extent;
        }
        return strides;
    }

    /** Writes a zip without compression. */
    static void zip(Path file, Zip64Mode mode, Map<String, byte[]> entries) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setUseZip64(mode);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                store(zip, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void store(ZipArchiveOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
    }
}
