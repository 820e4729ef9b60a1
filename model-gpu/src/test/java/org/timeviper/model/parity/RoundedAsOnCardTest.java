package org.timeviper.model.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/** What a card rounds besides the decoder's matrices, the vision part and the products of the Mamba layers' chunks, rounded here by the same kernels. */
class RoundedAsOnCardTest {
    private static final String RECORDINGS = "src/test/resources/reference/";
    /** What rounding to 16 bits may make of a quantity, as {@link ParityCommand} has it. */
    private static final double TOLERANCE = 5e-2;

    @ParameterizedTest
    @ValueSource(strings = {"starter", RECORDINGS + "small", RECORDINGS + "odd-sizes", RECORDINGS + "transformer"})
    void inBfloat16EveryQuantityStaysAsNearAsRoundingLetsIt(String model) {
        List<Quantity> quantities = compared(model, Precision.BFLOAT16);
        for (Quantity quantity : quantities) {
            assertTrue(quantity.error() < TOLERANCE, quantity::toString);
        }
        assertTrue(error(quantities, "vision_features") > 1e-4, "the vision part is rounded: " + quantities);
    }

    @Test
    void inFloat32NothingIsRounded() {
        for (Quantity quantity : compared("starter", Precision.FLOAT32)) {
            assertTrue(quantity.error() < 2e-5, quantity::toString);
        }
    }

    /** What is rounded changes what a film's kept state is worth, so that it is told by it; on a processor nothing more is rounded unless it is asked for. */
    @Test
    void whatIsRoundedIsToldApart() {
        ModelOptions options = new ModelOptions(ComputeDevice.cpu(), Precision.BFLOAT16, 0);
        assertEquals(Precision.FLOAT32, options.otherPrecision());
        assertEquals(
                Precision.BFLOAT16, new ModelOptions(ComputeDevice.cuda(0), Precision.BFLOAT16, 0).otherPrecision());
        assertEquals(Precision.FLOAT32, new ModelOptions(ComputeDevice.cuda(0), Precision.FLOAT32, 0).otherPrecision());
        Path model = Path.of(RECORDINGS + "no-transv");
        try (Network usual = Network.load(model, options);
                Network rounded = Network.load(model, options.asOnCard())) {
            assertTrue(!usual.kernels().fingerprint().equals(rounded.kernels().fingerprint()));
        }
    }

    private static List<Quantity> compared(String model, Precision precision) {
        Path directory = Path.of(model);
        ModelOptions options = new ModelOptions(ComputeDevice.cpu(), precision, 0).asOnCard();
        try (Recording recording = Recording.open(directory);
                Network network = Network.load(directory, options)) {
            return new Parity(network, recording).compare();
        }
    }

    private static double error(List<Quantity> quantities, String name) {
        return quantities.stream()
                .filter(quantity -> quantity.name().equals(name))
                .findFirst()
                .orElseThrow()
                .error();
    }
}
