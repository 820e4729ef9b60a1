package org.timeviper.indexer.evaluation.metric;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a judging language model is found: a chat completions address as OpenAI, vLLM, SGLang, llama.cpp and Ollama offer it.
 *
 * @param address what {@code /chat/completions} is appended to, for example {@code http://localhost:8000/v1}
 * @param model its name there
 * @param key what the address asks for; empty if it asks for none. It is sent to this address, and shown to nobody
 * @param answerTime longest time for one answer
 * @param patience longest time for one question, all attempts and the pauses between them together
 * @param firstPause about the time before the second attempt; each further pause is twice as long
 */
public record JudgeSettings(
        URI address, String model, Optional<String> key, Duration answerTime, Duration patience, Duration firstPause) {

    /** The environment variable that holds the key. */
    public static final String KEY_VARIABLE = "TIMEVIPER_JUDGE_KEY";

    /** Says nothing of the address that was given: there may be a password in it. */
    private static final String NO_ADDRESS =
            "the judge's address must look like http://localhost:8000/v1, without a name, a password or a question mark";

    private static final Duration ANSWER_TIME = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** @throws IllegalArgumentException if nothing can be asked with these; the message says why, without the key */
    public JudgeSettings {
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!web || address.getHost() == null || address.getRawUserInfo() != null || address.getRawQuery() != null) {
            throw new IllegalArgumentException(NO_ADDRESS);
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("the judge's model must have a name");
        }
        if (key.isPresent() && !key.get().matches("[!-~]+")) {
            throw new IllegalArgumentException("the judge's key (" + KEY_VARIABLE
                    + ") is empty or holds characters that no key has, such as spaces or line ends");
        }
        if (!answerTime.isPositive() || !patience.isPositive() || !firstPause.isPositive()) {
            throw new IllegalArgumentException("the judge must be given some time");
        }
    }

    /**
     * @param address what {@code /chat/completions} is appended to
     * @param model its name there
     * @param environment the process's environment variables, for the key
     * @throws IllegalArgumentException if nothing can be asked with these
     */
    public static JudgeSettings of(String address, String model, Map<String, String> environment) {
        Optional<String> key = Optional.ofNullable(environment.get(KEY_VARIABLE))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        try {
            return new JudgeSettings(new URI(address.strip()), model.strip(), key, ANSWER_TIME, PATIENCE, FIRST_PAUSE);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(NO_ADDRESS);
        }
    }

    /** @return the address of chat completions */
    URI completions() {
        return URI.create(address.toString().replaceFirst("/*$", "") + "/chat/completions");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "judge " + model + " at " + address + (key.isPresent() ? ", with a key" : ", without a key");
    }
}
