package org.timeviper.model.assembly;

import java.nio.file.Path;
import java.util.List;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.text.ConversationTemplate;
import org.timeviper.model.text.Tokenizer;

/** Whether a tokenizer is the one of a model. */
final class TokenizerFit {

    private TokenizerFit() {}

    /** @return what is wrong with it; nothing if prompts can be written with it and every token has an embedding */
    static List<String> faults(Path file, ModelConfig config) {
        try (Tokenizer tokenizer = Tokenizer.open(file)) {
            tokenizer.requireWithin(config.decoder().vocabulary());
            ConversationTemplate template = ConversationTemplate.named(config.template());
            template.before(tokenizer);
            template.after(tokenizer, "", "");
            template.stops(tokenizer);
            return List.of();
        } catch (ModelException e) {
            return List.of(e.getMessage());
        }
    }
}
