package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Item;

/**
 * Judges captions as TempCompass does (Liu et al. 2024): the judge chooses among a question's options from the caption alone, or says that none is right. It does not see the right answer.
 */
public final class ChoiceJudging {

    /** What the chosen option stands behind, in the form that the judge is asked for; of several the last. */
    private static final Pattern ANSWER = Pattern.compile("(?im)^\\W*answer\\W*:\\W*(.*)$");

    private static final Pattern CHOSEN = Pattern.compile("^\\W*([A-Z])(?:[.):].*|\\W*)$", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile("\\b[A-Z]\\.");

    private final ChatJudge judge;
    private final ProbePrompts prompts;

    /**
     * @param judge stays the caller's to close
     * @param prompts what the judge is told
     */
    public ChoiceJudging(ChatJudge judge, ProbePrompts prompts) {
        this.judge = judge;
        this.prompts = prompts;
    }

    /**
     * Asks the judge once. Of a caption without any text, from which nothing can be told, it is not asked.
     *
     * @param probe a question with its options below it, {@code A. …} one a line, and the right one with its letter
     * @return whether the option is chosen that is right; one that cannot be read, or several of them, are wrong
     * @throws JudgeFailure if the judge fails, or the thread is interrupted
     */
    public ProbeVerdict verdict(String caption, Item.Probe probe) {
        if (caption.isBlank()) {
            return ProbeVerdict.unanswered(probe);
        }
        Map<String, String> asked = Map.of("description", caption, "question", probe.question());
        String words = judge.reply(
                ProbePrompts.filled(prompts.choosingRole(), asked), ProbePrompts.filled(prompts.choosingTask(), asked));
        boolean right = chosen(probe.answer()).equals(chosen(words));
        return new ProbeVerdict(probe, words, Optional.of(ProbeVerdict.Agreement.of(right)));
    }

    /** @return the letter of the option that is chosen; empty if none is, or several are */
    static Optional<String> chosen(String words) {
        List<String> answers = ANSWER.matcher(words)
                .results()
                .map((MatchResult answer) -> answer.group(1).strip())
                .toList();
        String answer = answers.isEmpty() ? words.strip() : answers.getLast();
        Matcher option = CHOSEN.matcher(answer);
        boolean one = LABEL.matcher(answer).results().limit(2).count() < 2;
        return option.matches() && one ? Optional.of(option.group(1)) : Optional.empty();
    }
}
