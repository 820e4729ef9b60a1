package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.timeviper.indexer.evaluation.Item;

/**
 * Judges captions as VDC does (AuroraCap, Chai et al. 2025): the judge answers each probe question from the caption alone, then compares its answer with the right one.
 */
public final class ProbeJudging {

    private final ChatJudge judge;
    private final ProbePrompts prompts;
    private final int together;

    /**
     * @param judge stays the caller's to close
     * @param prompts what the judge is told
     * @param together how many probes of a caption are asked at the same time, at least one
     */
    public ProbeJudging(ChatJudge judge, ProbePrompts prompts, int together) {
        if (together < 1) {
            throw new IllegalArgumentException("at least one probe must be asked at a time, not " + together);
        }
        this.judge = judge;
        this.prompts = prompts;
        this.together = together;
    }

    /**
     * Asks the judge twice for every probe. A caption without any text answers nothing: the judge, who would guess, is not asked.
     *
     * @return a verdict for each probe, in their order
     * @throws JudgeFailure if the judge fails for any of them, or the thread is interrupted; the others are then given up
     */
    public List<ProbeVerdict> verdicts(String caption, List<Item.Probe> probes) {
        if (caption.isBlank()) {
            return probes.stream().map(ProbeVerdict::unanswered).toList();
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(together, Thread.ofVirtual().factory())) {
            try {
                return asked(caption, probes, threads);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** The first probe that fails is heard of first, whatever its place. */
    private List<ProbeVerdict> asked(String caption, List<Item.Probe> probes, ExecutorService threads) {
        CompletionService<ProbeVerdict> ended = new ExecutorCompletionService<>(threads);
        List<Future<ProbeVerdict>> verdicts = new ArrayList<>();
        probes.forEach(probe -> verdicts.add(ended.submit(() -> verdict(caption, probe))));
        try {
            for (int i = 0; i < probes.size(); i++) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof JudgeFailure failure
                    ? failure
                    : new IllegalStateException("judging failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JudgeFailure("interrupted while captions were judged", e);
        }
        return verdicts.stream().map(Future::resultNow).toList();
    }

    private ProbeVerdict verdict(String caption, Item.Probe probe) {
        Map<String, String> asked = Map.of("description", caption, "question", probe.question());
        String response = judge.reply(
                ProbePrompts.filled(prompts.answeringRole(), asked),
                ProbePrompts.filled(prompts.answeringTask(), asked));
        Map<String, String> compared =
                Map.of("question", probe.question(), "answer", probe.answer(), "response", response);
        String words = judge.reply(
                ProbePrompts.filled(prompts.comparingRole(), compared),
                ProbePrompts.filled(prompts.comparingTask(), compared));
        return new ProbeVerdict(probe, response, ProbeVerdict.Agreement.read(words));
    }
}
