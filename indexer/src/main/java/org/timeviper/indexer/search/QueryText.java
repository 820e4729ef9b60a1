package org.timeviper.indexer.search;

import java.util.regex.Pattern;

/**
 * What a person typed, without what is only there to be polite: "show me the scene where a red car turns left" looks for "a red car turns left".
 *
 * @param text the query as understood; as typed, with single spaces, where nothing else would be left
 */
record QueryText(String text) {

    private static final Pattern REQUEST = Pattern.compile(
            "^(?:please )?(?:can you |could you )?(?:(?:find|search for|look for)(?: me| us)?|(?:show|give|get) (?:me|us))(?: |$)"
                    + "(?:(?:the |a |all |every |any )*(?:scenes?|clips?|moments?|parts?|shots?|videos?|footage|times?)"
                    + "(?: (?:where|when|in which|that show|showing|of|with))? )?",
            Pattern.CASE_INSENSITIVE);

    static QueryText of(String typed) {
        String text = typed.strip().replaceAll("\\s+", " ");
        String asked = REQUEST.matcher(text).replaceFirst("").strip();
        return new QueryText(asked.isEmpty() ? text : asked);
    }
}
