package org.timeviper.indexer.mcp;

/** What a tool has found: as structured content it is this record, and beside it the same stands as text. */
interface ToolResult {

    /** @return what was found, as an assistant reads it */
    String text();
}
