package org.timeviper.indexer.evaluation.metric;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a judge is told. The places {@code {description}}, {@code {question}}, {@code {answer}} and {@code {response}} are filled in. The default says what the published prompts of VDC
 * and TempCompass say, in words of our own; whoever wants to come as close to a paper's table as a judge allows passes the published wording.
 *
 * @param answeringRole how it is to answer a question: the system message
 * @param answeringTask the description and the question: the user's message
 * @param comparingRole how it is to compare two answers: the system message
 * @param comparingTask question, right answer and response, and the form of the verdict: {@code pred}, yes or no, and {@code score}, 0 to 5
 * @param choosingRole how it is to choose among a question's options: the system message; null for the default
 * @param choosingTask the description and the question with its options, and the form of the answer, {@code Answer: B.} with the option: the user's message; null for the default
 */
public record ProbePrompts(
        String answeringRole,
        String answeringTask,
        String comparingRole,
        String comparingTask,
        String choosingRole,
        String choosingTask) {

    private static final String CHOOSING_ROLE = """
            You answer questions about a video of which you know nothing but a description.
            - Rest your choice on the description alone; do not guess what it does not say.
            - If the description fits none of the options, or does not tell, then say that none of them is right.""";

    private static final String CHOOSING_TASK = """
            Description of the video: {description}

            Question, with its options:
            {question}

            Give your reason in one line, and your choice in the next, and nothing else:
            Reasoning: why
            Answer: the letter of the option with its words, or 'none of the options'
            For example: Answer: B. a red car""";

    /** In words of our own. */
    public static final ProbePrompts DEFAULT = new ProbePrompts("""
            You answer questions about a video of which you know nothing but a description.
            - Read the description with care.
            - Rest your answer on the description alone; do not guess what it does not say.
            - Answer with a phrase or one short sentence.""", """
            Description of the video: {description}

            Question: {question}

            Give only the short answer, without any explanation.""", """
            You decide whether a response to a question means the same as the right answer.
            - Compare what the two mean, not how they are worded.
            - Take synonyms and paraphrases for the same.
            - Judge the response by the right answer alone.""", """
            Question: {question}
            Right answer: {answer}
            Response: {response}

            Give your verdict as a dictionary with two keys and nothing else: 'pred' is the string 'yes' if the response matches the right answer and 'no' if it does not; 'score' is a whole \
            number from 0, no match, to 5, the same meaning.
            For example: {'pred': 'yes', 'score': 4}""");

    private static final Pattern PLACE = Pattern.compile("\\{(description|question|answer|response)}");

    /** With the default of what is told to a judge that chooses. */
    public ProbePrompts(String answeringRole, String answeringTask, String comparingRole, String comparingTask) {
        this(answeringRole, answeringTask, comparingRole, comparingTask, null, null);
    }

    /** @throws IllegalArgumentException if a text is missing, or lacks a place that it is about */
    public ProbePrompts {
        choosingRole = choosingRole == null ? CHOOSING_ROLE : choosingRole;
        choosingTask = choosingTask == null ? CHOOSING_TASK : choosingTask;
        require("answering_role", answeringRole);
        require("answering_task", answeringTask, "description", "question");
        require("comparing_role", comparingRole);
        require("comparing_task", comparingTask, "question", "answer", "response");
        require("choosing_role", choosingRole);
        require("choosing_task", choosingTask, "description", "question");
    }

    private static void require(String name, String text, String... places) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("what a judge is told lacks the text '" + name + "'");
        }
        for (String place : places) {
            if (!text.contains("{" + place + "}")) {
                throw new IllegalArgumentException(
                        "what a judge is told as '" + name + "' must hold {" + place + "}, which is filled in");
            }
        }
    }

    /** Fills in all places at once: what stands in one is not searched for others. */
    static String filled(String template, Map<String, String> values) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }
}
