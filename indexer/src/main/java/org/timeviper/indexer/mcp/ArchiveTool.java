package org.timeviper.indexer.mcp;

/**
 * What assistants can do with the archive: it reads and changes nothing of it. What is asked in a conversation is kept beside it, for who has the conversation's id.
 *
 * @param <A> a record whose components are the tool's arguments, described and constrained
 * @param <R> a record whose components are the structured content
 */
interface ArchiveTool<A, R extends ToolResult> {

    String name();

    /** @return what it is called for a person */
    String title();

    /** @return what it does, for the assistant that chooses among tools */
    String description();

    Class<A> arguments();

    Class<R> result();

    /**
     * Does it.
     *
     * @param arguments which keep to their constraints
     * @throws RuntimeException what {@link ToolProblems} tells
     */
    R call(A arguments, Caller caller);
}
