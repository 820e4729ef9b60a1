package org.timeviper.indexer.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with a request's values, in words. */
public final class Violations {

    private static final int MOST_SHOWN = 200;
    private static final Set<String> QUERY = Set.of("query", "typed");

    private Violations() {}

    /** @return which values are wrong and how, for a person */
    public static String told(ConstraintViolationException e) {
        return e.getConstraintViolations().stream()
                .map(violation -> "'" + parameter(violation) + "' " + violation.getMessage() + given(violation))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** What is wrong, as a client calls it: the part of a body, or the parameter of the address, whose Java name may be longer. */
    private static String parameter(ConstraintViolation<?> violation) {
        String last = "";
        boolean ofAddress = false;
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getName() != null && !node.getName().startsWith("<")) {
                last = node.getName();
                ofAddress = node.getKind() == ElementKind.PARAMETER;
            }
        }
        return ofAddress && QUERY.contains(last) ? "q" : last;
    }

    private static String given(ConstraintViolation<?> violation) {
        Object value = violation.getInvalidValue();
        if (value instanceof CharSequence text && text.length() > MOST_SHOWN) {
            return " (it has " + text.length() + " characters)";
        }
        return value instanceof Number ? " (it is " + value + ")" : "";
    }
}
