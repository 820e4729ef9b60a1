package org.timeviper.indexer.search;

import java.util.Optional;

/**
 * The part of a query that is being typed: the last thing of an expression, or all of what is none.
 *
 * @param start where it begins in the query, with its quote if it has one
 * @param text what it says so far, without the quote
 * @param quote the quote that is open; empty if it stands in none
 * @param parentheses how many are open before it
 */
record QueryPart(int start, String text, Optional<Character> quote, int parentheses) {}
