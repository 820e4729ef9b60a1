/**
 * The face for assistants: the Model Context Protocol over streamable HTTP, with tools that call what the resources of {@code http} call, so that both answer alike.
 *
 * <p>The extension that speaks the protocol stands behind a gate ({@link org.timeviper.indexer.mcp.McpGate}) with the limits that the rest of the service keeps.
 */
package org.timeviper.indexer.mcp;
