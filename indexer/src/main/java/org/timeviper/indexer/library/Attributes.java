package org.timeviper.indexer.library;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.timeviper.api.ProblemCode;

/**
 * What a person says of a video, for searches to be narrowed down by. Texts are compared letter by letter, case included, once they are brought into one form: Unicode's
 * composed form without white space around it.
 *
 * @param collection the collection it belongs to, at most {@value #LONGEST_COLLECTION} characters; empty if it belongs to none
 * @param tags at most {@value #MOST_TAGS}, each of at most {@value #LONGEST_TAG} characters and without a comma; each once, in order
 * @param language the language spoken in it, as a BCP 47 tag in its canonical form; empty if unknown
 * @param metadata what a platform says in keys of its own, at most {@value #MOST_ENTRIES}, in their order; a key has at most {@value #LONGEST_KEY} letters and digits of
 *     ASCII, dots, underscores and hyphens, a value at most {@value #LONGEST_VALUE} characters
 */
public record Attributes(String collection, List<String> tags, String language, Map<String, String> metadata) {

    /** Nothing is said. */
    public static final Attributes NONE = new Attributes("", List.of(), "", Map.of());

    private static final int LONGEST_COLLECTION = 200;
    private static final int LONGEST_TAG = 100;
    private static final int MOST_TAGS = 100;
    private static final int LONGEST_LANGUAGE = 35;
    private static final int MOST_ENTRIES = 64;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 1024;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST_KEY + "}");

    /** Control characters, halves of characters, and separators of lines and paragraphs. */
    private static final Pattern UNWRITABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Languages that have a tag of two letters, by their code of three: "eng" is "en". */
    private static final Map<String, String> TWO_LETTERS = Arrays.stream(Locale.getISOLanguages())
            .filter(language -> !Locale.of(language).getISO3Language().isEmpty())
            .collect(Collectors.toUnmodifiableMap(
                    language -> Locale.of(language).getISO3Language(), language -> language, (one, same) -> one));

    /** @throws InvalidAttribute if one of them cannot be taken */
    public Attributes {
        collection = collection.isBlank() ? "" : collection("collection", collection);
        if (tags.size() > MOST_TAGS) {
            throw new InvalidAttribute(
                    ProblemCode.TAGS_TOO_MANY,
                    Map.of("most", MOST_TAGS),
                    "'tags' takes at most " + MOST_TAGS + " tags (it has " + tags.size() + ").");
        }
        tags = tags.stream().map(tag -> tag("tags", tag)).distinct().sorted().toList();
        language = language.isBlank() ? "" : language("language", language);
        metadata = metadata(metadata);
    }

    /** Without metadata. */
    public Attributes(String collection, List<String> tags, String language) {
        this(collection, tags, language, Map.of());
    }

    private static SortedMap<String, String> metadata(Map<String, String> given) {
        if (given.size() > MOST_ENTRIES) {
            throw new InvalidAttribute(
                    ProblemCode.METADATA_TOO_MANY,
                    Map.of("most", MOST_ENTRIES),
                    "'metadata' takes at most " + MOST_ENTRIES + " keys (it has " + given.size() + ").");
        }
        SortedMap<String, String> metadata = new TreeMap<>();
        given.forEach((key, value) -> metadata.put(key("metadata", key), value("metadata." + key, value)));
        return Collections.unmodifiableSortedMap(metadata);
    }

    /** @return the terms that indexes find the metadata by, in order */
    public List<String> metadataTerms() {
        return metadata.entrySet().stream()
                .map(entry -> MetadataTerm.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * Reads the name of a collection.
     *
     * @param where what the name was given as, for the message
     * @throws InvalidAttribute if it is none
     */
    public static String collection(String where, String given) {
        return text(where, given, LONGEST_COLLECTION);
    }

    /**
     * Reads a tag.
     *
     * @param where what the tag was given as, for the message
     * @throws InvalidAttribute if it is none
     */
    public static String tag(String where, String given) {
        String tag = text(where, given, LONGEST_TAG);
        if (tag.indexOf(',') >= 0) {
            throw new InvalidAttribute(
                    ProblemCode.TAG_WITH_COMMA,
                    Map.of(),
                    "'" + where + "' takes tags without a comma (one is '" + tag + "').");
        }
        return tag;
    }

    /**
     * Reads a language.
     *
     * @param where what the language was given as, for the message
     * @return its BCP 47 tag in canonical form
     * @throws InvalidAttribute if it is none
     */
    public static String language(String where, String given) {
        String tag = text(where, given, LONGEST_LANGUAGE);
        try {
            Locale language = new Locale.Builder().setLanguageTag(tag).build();
            String code = language.getLanguage();
            if (code.length() == 3 || TWO_LETTERS.containsValue(code)) {
                return new Locale.Builder()
                        .setLocale(language)
                        .setLanguage(TWO_LETTERS.getOrDefault(code, code))
                        .build()
                        .toLanguageTag();
            }
        } catch (IllformedLocaleException e) {
            // The message below says all.
        }
        throw new InvalidAttribute(
                ProblemCode.LANGUAGE_UNREADABLE,
                Map.of("given", tag),
                "'" + where + "' takes a language tag (BCP 47) such as en, ja or pt-BR (it is '" + tag + "').");
    }

    /**
     * Reads a key of metadata.
     *
     * @param where what the key was given in, for the message
     * @throws InvalidAttribute if it is none
     */
    public static String key(String where, String given) {
        if (!KEY.matcher(given).matches()) {
            String cut = given.length() > LONGEST_KEY ? given.substring(0, LONGEST_KEY) + "…" : given;
            throw new InvalidAttribute(
                    ProblemCode.METADATA_KEY_UNREADABLE,
                    Map.of("most", LONGEST_KEY),
                    "'" + where + "' takes keys of 1 to " + LONGEST_KEY
                            + " letters (A-Z, a-z), digits, dots, underscores and hyphens (one is '"
                            + UNWRITABLE.matcher(cut).replaceAll("\uFFFD") + "').");
        }
        return given;
    }

    /**
     * Reads a value of metadata.
     *
     * @param where what the value was given as, for the message
     * @throws InvalidAttribute if it is none
     */
    public static String value(String where, String given) {
        return text(where, given, LONGEST_VALUE);
    }

    private static String text(String where, String given, int longest) {
        String text = given == null
                ? ""
                : Normalizer.normalize(given, Normalizer.Form.NFC).strip();
        if (text.isEmpty()) {
            throw new InvalidAttribute(
                    ProblemCode.TEXT_BLANK, Map.of("field", where), "'" + where + "' must not be blank.");
        }
        if (text.length() > longest) {
            throw new InvalidAttribute(
                    ProblemCode.TEXT_TOO_LONG,
                    Map.of("field", where, "most", longest),
                    "'" + where + "' takes at most " + longest + " characters (one has " + text.length() + ").");
        }
        if (UNWRITABLE.matcher(text).find()) {
            throw new InvalidAttribute(
                    ProblemCode.TEXT_UNWRITABLE,
                    Map.of("field", where),
                    "'" + where + "' must not hold control characters, line breaks or half characters.");
        }
        return text;
    }
}
