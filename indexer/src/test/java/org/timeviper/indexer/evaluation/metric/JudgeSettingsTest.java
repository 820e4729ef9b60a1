package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeSettingsTest {

    @Test
    void theKeyComesFromTheEnvironmentAndIsNotShown() {
        JudgeSettings settings =
                JudgeSettings.of("https://judge.example/v1", "m", Map.of(JudgeSettings.KEY_VARIABLE, " sk-secret\n"));
        assertEquals(Optional.of("sk-secret"), settings.key());
        assertFalse(settings.toString().contains("sk-secret"));
        assertTrue(settings.toString().contains("with a key"));
    }

    @Test
    void anAddressThatAsksForNoKeyIsGivenNone() {
        assertEquals(
                Optional.empty(),
                JudgeSettings.of("http://localhost:8000/v1", "m", Map.of()).key());
        assertEquals(
                Optional.empty(),
                JudgeSettings.of("http://localhost:8000/v1", "m", Map.of(JudgeSettings.KEY_VARIABLE, " "))
                        .key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8000/v1", "http://localhost:8000/v1/", " http://localhost:8000/v1// "})
    void completionsLieBelowTheAddress(String address) {
        assertEquals(
                URI.create("http://localhost:8000/v1/chat/completions"),
                JudgeSettings.of(address, "m", Map.of()).completions());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8000",
                "ftp://judge.example/v1",
                "http:///v1",
                "https://me:hunter2@judge.example/v1",
                "https://judge.example/v1?key=hunter2",
                "http://hunter2 judge"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String address) {
        String message = assertThrows(IllegalArgumentException.class, () -> JudgeSettings.of(address, "m", Map.of()))
                .getMessage();
        assertTrue(message.contains("http://localhost:8000/v1") && !message.contains("hunter2"), message);
    }

    @Test
    void aKeyThatCannotBeSentIsRefusedWithoutRepeatingIt() {
        Map<String, String> environment = Map.of(JudgeSettings.KEY_VARIABLE, "sk-first\nsk-second");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> JudgeSettings.of("http://localhost:8000/v1", "m", environment))
                .getMessage();
        assertTrue(message.contains(JudgeSettings.KEY_VARIABLE) && !message.contains("sk-"), message);
    }

    @Test
    void aModelHasAName() {
        assertThrows(IllegalArgumentException.class, () -> JudgeSettings.of("http://localhost:8000/v1", " ", Map.of()));
    }
}
