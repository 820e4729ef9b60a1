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
import org.timeviper.model.TensorFile.Tensor;

/** Files as torch.save writes them. */
public final class TorchFile {
    private static final Map<TensorType, String> STORAGES = Map.of(
            TensorType.F32, "FloatStorage",
            TensorType.F16, "HalfStorage",
            TensorType.BF16, "BFloat16Storage",
            TensorType.I32, "IntStorage");
    private static final String PICKLE = "archive/data.pkl";

    private TorchFile() {}

    /**
     * Writes a state dict.
     *
     * @param wrappers keys of the dicts around it, outermost first
     */
    public static void stateDict(Path file, Map<String, Tensor> tensors, String... wrappers) throws IOException {
        Pickle pickle = new Pickle().op(0x80, 2);
        for (String wrapper : wrappers) {
            pickle.op('}').text("epoch").whole(3).op('s').text(wrapper);
        }
        dict(pickle, infos(tensors), 0);
        for (int i = 0; i < wrappers.length; i++) {
            pickle.op('s');
        }
        write(file, pickle, List.copyOf(tensors.values()));
    }

    /** Writes state dicts beside each other, as training does that saves a model's parts and its own state. */
    public static void stateDicts(Path file, Map<String, Map<String, Tensor>> dicts) throws IOException {
        Map<String, Map<String, TensorInfo>> infos = new LinkedHashMap<>();
        List<Tensor> tensors = new ArrayList<>();
        dicts.forEach((key, dict) -> {
            infos.put(key, infos(dict));
            tensors.addAll(dict.values());
        });
        write(file, dicts(infos), tensors);
    }

    /** The same, of zeros that take no room on the disk, whatever their size. */
    public static void sparse(Path file, Map<String, Map<String, TensorInfo>> dicts) throws IOException {
        byte[] pickle = dicts(dicts).end();
        try (SparseZip zip = new SparseZip(file)) {
            zip.put(PICKLE, pickle, pickle.length);
            int key = 0;
            for (Map<String, TensorInfo> dict : dicts.values()) {
                for (TensorInfo tensor : dict.values()) {
                    zip.put(storage(key++), new byte[0], tensor.bytes());
                }
            }
        }
    }

    private static Pickle dicts(Map<String, Map<String, TensorInfo>> dicts) {
        Pickle pickle = new Pickle().op(0x80, 2, '}');
        int key = 0;
        for (Map.Entry<String, Map<String, TensorInfo>> dict : dicts.entrySet()) {
            pickle.text(dict.getKey());
            dict(pickle, dict.getValue(), key);
            pickle.op('s');
            key += dict.getValue().size();
        }
        return pickle;
    }

    /** @param key of the first storage */
    private static void dict(Pickle pickle, Map<String, TensorInfo> tensors, int key) {
        pickle.global("collections", "OrderedDict").op(')', 'R');
        int next = key;
        for (Map.Entry<String, TensorInfo> tensor : tensors.entrySet()) {
            List<Long> shape = tensor.getValue().shape();
            pickle.text(tensor.getKey())
                    .tensor(STORAGES.get(tensor.getValue().type()), String.valueOf(next++), 0, shape, strides(shape))
                    .op('s');
        }
    }

    private static Map<String, TensorInfo> infos(Map<String, Tensor> tensors) {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> infos.put(name, tensor.info(name)));
        return infos;
    }

    private static void write(Path file, Pickle pickle, List<Tensor> tensors) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(PICKLE, pickle.end());
        tensors.forEach(tensor -> entries.put(storage(entries.size() - 1), tensor.values()));
        zip(file, Zip64Mode.AsNeeded, entries);
    }

    private static String storage(int key) {
        return "archive/data/" + key;
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
