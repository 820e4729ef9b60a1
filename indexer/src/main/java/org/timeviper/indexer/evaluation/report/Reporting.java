package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.dataset.Benchmark;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Outcome;
import org.timeviper.indexer.evaluation.run.RunDescription;
import org.timeviper.model.task.Span;

/** Makes a report of a benchmark's items and what the model answered. */
public final class Reporting {

    private static final int EXAMPLES = 30;

    private final List<Scored<Item.Choice, Outcome.Chosen>> choices = new ArrayList<>();
    private final List<Scored<Item.Grounding, Outcome.Grounded>> groundings = new ArrayList<>();
    private final List<Scored<Item.Clues, Outcome.Grounded>> clues = new ArrayList<>();
    private final List<Scored<Item.Events, Outcome.Listed>> events = new ArrayList<>();
    private final List<Scored<Item.Caption, Outcome.Said>> captions = new ArrayList<>();
    private final List<Scored<Item.Instructed, Outcome.Said>> instructed = new ArrayList<>();
    private final List<Scored<Item.Open, Outcome.Said>> opens = new ArrayList<>();
    private final List<Scored<Item.Edits, Outcome.Edited>> edits = new ArrayList<>();
    private final List<Example> wrong = new ArrayList<>();
    private int failed;
    private int answered;
    private int asked;
    private double frames;
    private double seconds;

    private Reporting() {}

    /**
     * Makes a report.
     *
     * @param items of the benchmark
     * @param answers by the items' identities; others are not looked at
     * @param verdicts of a judge on captions, by the items' identities; empty without a judge
     * @param vocabulary facts that descriptions could name, whether any does; empty where the benchmark does not tell
     * @param notes what a reader has to know
     */
    public static Report of(
            Benchmark benchmark,
            RunDescription run,
            List<Item> items,
            Map<String, Answered> answers,
            Map<String, List<ProbeVerdict>> verdicts,
            Set<String> vocabulary,
            List<String> notes) {
        Reporting reporting = new Reporting();
        items.forEach(
                item -> Optional.ofNullable(answers.get(item.id())).ifPresent(answer -> reporting.add(item, answer)));
        List<String> told = new ArrayList<>(notes);
        told.addAll(reporting.unjudged(verdicts));
        return new Report(
                benchmark.title(),
                run,
                items.size(),
                reporting.answered,
                reporting.failed,
                told,
                benchmark
                        .headline()
                        .map(headline -> new Report.PaperNumber(headline.measure(), headline.percent()))
                        .orElse(null),
                reporting.sections(verdicts, vocabulary),
                reporting.frames / Math.max(1, reporting.asked),
                reporting.seconds / Math.max(1, reporting.asked),
                reporting.surestMistakes());
    }

    private void add(Item item, Answered answer) {
        if (answer.outcome() instanceof Outcome.Failed) {
            failed++;
            addMissing(item, answer);
            return;
        }
        answered++;
        if (!(item instanceof Item.Edits)) {
            asked++;
            frames += answer.frames();
            seconds += answer.seconds();
        }
        switch (item) {
            case Item.Choice choice when answer.outcome() instanceof Outcome.Chosen && !choice.published() -> {
                // the benchmark's own server tells whether it is right
            }
            case Item.Choice choice
            when answer.outcome() instanceof Outcome.Chosen chosen -> add(choice, chosen, answer);
            case Item.Grounding grounding
            when answer.outcome() instanceof Outcome.Grounded found -> add(grounding, found, answer);
            case Item.Clues asked
            when answer.outcome() instanceof Outcome.Grounded found -> clues.add(new Scored<>(asked, found, answer));
            case Item.Events asked
            when answer.outcome() instanceof Outcome.Listed listed -> events.add(new Scored<>(asked, listed, answer));
            case Item.Caption caption
            when answer.outcome() instanceof Outcome.Said said -> captions.add(new Scored<>(caption, said, answer));
            case Item.Instructed asked
            when answer.outcome() instanceof Outcome.Said said -> instructed.add(new Scored<>(asked, said, answer));
            case Item.Open open when answer.outcome() instanceof Outcome.Said said -> add(open, said, answer);
            case Item.Edits cut
            when answer.outcome() instanceof Outcome.Edited found -> edits.add(new Scored<>(cut, found, answer));
            default ->
                throw new IllegalArgumentException("The answer to " + item.id() + " is no answer to what is asked: "
                        + answer.outcome() + ". The benchmark's data has changed since; run it into another folder.");
        }
    }

    /** An answer that is missing is a wrong answer: no option, nothing found where something is shown, something where nothing is, no words. */
    private void addMissing(Item item, Answered missing) {
        switch (item) {
            case Item.Choice choice -> {
                if (choice.published()) {
                    choices.add(new Scored<>(choice, new Outcome.Chosen(-1, "", 0), missing));
                }
            }
            case Item.Grounding grounding -> {
                List<Span> wrong = grounding.spans().isEmpty() ? List.of(new Span(0, 0)) : List.of();
                groundings.add(new Scored<>(grounding, new Outcome.Grounded(wrong, "", 0), missing));
            }
            case Item.Clues asked -> clues.add(new Scored<>(asked, new Outcome.Grounded(List.of(), "", 0), missing));
            case Item.Events asked ->
                events.add(new Scored<>(asked, new Outcome.Listed(List.of(), List.of(), 0), missing));
            case Item.Caption caption -> captions.add(new Scored<>(caption, new Outcome.Said("", true, 0), missing));
            case Item.Instructed asked -> instructed.add(new Scored<>(asked, new Outcome.Said("", true, 0), missing));
            case Item.Open open -> {
                boolean wrong = open.answers().isEmpty();
                opens.add(new Scored<>(open, new Outcome.Said("", wrong, 0), missing));
            }
            case Item.Edits cut -> edits.add(new Scored<>(cut, new Outcome.Edited(List.of()), missing));
        }
    }

    private void add(Item.Choice choice, Outcome.Chosen chosen, Answered answer) {
        Scored<Item.Choice, Outcome.Chosen> scored = new Scored<>(choice, chosen, answer);
        choices.add(scored);
        if (!ChoiceSection.outcome(scored).right()) {
            String options = choice.question() + "\n" + String.join("\n", choice.options());
            mistake(choice, options, choice.options().get(choice.answer()), chosen.text(), 0, chosen.confidence());
        }
    }

    private void add(Item.Grounding grounding, Outcome.Grounded found, Answered answer) {
        Scored<Item.Grounding, Outcome.Grounded> scored = new Scored<>(grounding, found, answer);
        groundings.add(scored);
        boolean shown = !grounding.spans().isEmpty();
        double score =
                shown ? GroundingSection.outcome(scored).iou() : found.spans().isEmpty() ? 1 : 0;
        if (score < 0.5) {
            String right = shown ? spans(grounding.spans()) : "not shown";
            mistake(grounding, grounding.description(), right, found.text(), score, found.confidence());
        }
    }

    private void add(Item.Open open, Outcome.Said said, Answered answer) {
        Scored<Item.Open, Outcome.Said> scored = new Scored<>(open, said, answer);
        opens.add(scored);
        if (OpenSection.score(scored) == 0) {
            String right = open.answers().isEmpty() ? "not shown" : String.join(" / ", open.answers());
            mistake(open, open.question(), right, said.text(), 0, said.confidence());
        }
    }

    private void mistake(Item item, String asked, String right, String said, double score, double confidence) {
        String footage = item.footage().stretch().map(Reporting::span).orElse("all of it");
        String film = item.footage().file().getFileName().toString();
        wrong.add(new Example(item.id(), film, footage, asked, right, said, score, confidence));
    }

    private static String spans(List<Span> spans) {
        return String.join(", ", spans.stream().map(Reporting::span).toList());
    }

    private static String span(Span span) {
        return String.format(Locale.ROOT, "%.1f–%.1f s", span.start(), span.end());
    }

    private List<Section> sections(Map<String, List<ProbeVerdict>> verdicts, Set<String> vocabulary) {
        List<Section> sections = new ArrayList<>();
        if (!choices.isEmpty()) {
            sections.add(ChoiceSection.of(choices));
        }
        if (!groundings.isEmpty()) {
            sections.add(GroundingSection.of(groundings));
        }
        if (!clues.isEmpty()) {
            sections.add(ClueSection.of(clues, choices));
        }
        if (!events.isEmpty()) {
            sections.add(EventsSection.of(events));
        }
        if (!captions.isEmpty()) {
            sections.add(CaptionSection.of(captions, verdicts, vocabulary));
        }
        List<Scored<Item.Instructed, Outcome.Said>> judged = judged(verdicts);
        if (!judged.isEmpty()) {
            sections.add(InstructedSection.of(judged, verdicts));
        }
        if (!opens.isEmpty()) {
            sections.add(OpenSection.of(opens));
        }
        if (!edits.isEmpty()) {
            sections.add(EditsSection.of(edits));
        }
        return sections;
    }

    /** The captions that a judge has spoken of, and, if there are any, those that are missing. */
    private List<Scored<Item.Instructed, Outcome.Said>> judged(Map<String, List<ProbeVerdict>> verdicts) {
        boolean any = instructed.stream()
                .anyMatch(answer -> verdicts.containsKey(answer.item().id()));
        return instructed.stream()
                .filter(answer -> any && !answer.looked()
                        || verdicts.containsKey(answer.item().id()))
                .toList();
    }

    private List<String> unjudged(Map<String, List<ProbeVerdict>> verdicts) {
        int unjudged = instructed.size() - judged(verdicts).size();
        return unjudged == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%,d captions are not scored: only a judge can, a language model that is named with --judge and"
                                + " --judge-model.",
                        unjudged));
    }

    private List<Example> surestMistakes() {
        return wrong.stream()
                .sorted(Comparator.comparingDouble(Example::confidence)
                        .reversed()
                        .thenComparing(Example::id))
                .limit(EXAMPLES)
                .toList();
    }
}
