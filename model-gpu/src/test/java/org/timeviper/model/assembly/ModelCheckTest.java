package org.timeviper.model.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.FullSize;
import org.timeviper.model.RandomModel;
import org.timeviper.model.TensorFile;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;

class ModelCheckTest {

    @TempDir
    Path folder;

    @Test
    void everyFaultOfAFolderIsNamedAtOnce() throws IOException {
        RandomModel.write(folder, RandomModel.config("M*-M", "", false), 3);
        assertEquals(List.of(), ModelCheck.of(folder).faults());
        Files.delete(folder.resolve("model.safetensors"));
        Map<String, TensorInfo> first = Map.of("a", new TensorInfo("a", TensorType.F32, List.of(4L)));
        Map<String, TensorInfo> second = Map.of("b", new TensorInfo("b", TensorType.F32, List.of(4L)));
        TensorFile.sparse(folder.resolve("one.safetensors"), first);
        TensorFile.sparse(folder.resolve("two.safetensors"), second);
        TensorFile.index(
                folder.resolve("model.safetensors.index.json"),
                Map.of("a", "one.safetensors", "b", "two.safetensors", "c", "three.safetensors"));
        for (String shard : List.of("one.safetensors", "two.safetensors")) {
            try (FileChannel file = FileChannel.open(folder.resolve(shard), StandardOpenOption.WRITE)) {
                file.truncate(file.size() - 1);
            }
        }
        Path tokenizer = folder.resolve("tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer).replace("<SPECIAL_12>", "<SPECIAL_13>"));
        List<String> faults = ModelCheck.of(folder).faults();
        assertNamed(faults, "one.safetensors", "tensor a", "truncated");
        assertNamed(faults, "two.safetensors", "tensor b", "truncated");
        assertNamed(faults, "three.safetensors", "not beside it");
        assertNamed(faults, "tokenizer.json", "<SPECIAL_12>");
        assertEquals(4, faults.size(), faults::toString);
    }

    @Test
    void aConfigThatSaysOtherThanTheTensorsIsHeldToEachOfThem() throws IOException {
        RandomModel.write(folder, RandomModel.config("M*-M", "", false), 3);
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"intermediate_size\" : 56", "\"intermediate_size\" : 57"));
        List<String> faults = ModelCheck.of(folder).faults();
        assertNamed(faults, "layers.2.mixer.up_proj.weight", "[56, 40]", "[57, 40]");
        assertNamed(faults, "layers.2.mixer.down_proj.weight", "[40, 56]", "[40, 57]");
        assertEquals(2, faults.size(), faults::toString);
        Files.writeString(config, "{}");
        assertNamed(ModelCheck.of(folder).faults(), "vision");
    }

    @Test
    void tensorsThatOverlapAreEachNamed() throws IOException {
        RandomModel.write(folder, RandomModel.config("M*-M", "", false), 3);
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},"
                + "\"c\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}";
        byte[] content = new byte[8 + header.length() + 16];
        content[0] = (byte) header.length();
        System.arraycopy(header.getBytes(), 0, content, 8, header.length());
        Files.write(folder.resolve("model.safetensors"), content);
        List<String> faults = ModelCheck.of(folder).faults();
        assertNamed(faults, "tensor b", "overlaps");
        assertNamed(faults, "tensor c", "overlaps");
        assertEquals(2, faults.size(), faults::toString);
    }

    /** The published size: 20 GB of zeros, of which nothing is read. */
    @Test
    void aFolderOfTheFullSizeIsLookedThroughWithoutReadingIt() throws IOException {
        FullSize.write(folder, Preset.TIMEVIPER_9B_TRANSV.config());
        ModelCheck check = ModelCheck.of(folder);
        assertEquals(List.of(), check.faults());
        assertEquals(4, check.files().size());
        assertTrue(check.bytes() > 18e9 && check.bytes() < 21e9, () -> check.bytes() + " bytes");
        assertEquals(2, check.types().size());
        assertEquals(0, check.unloaded());
    }

    private static void assertNamed(List<String> faults, String... words) {
        assertTrue(
                faults.stream().anyMatch(fault -> List.of(words).stream().allMatch(fault::contains)),
                () -> List.of(words) + " in " + faults);
    }
}
