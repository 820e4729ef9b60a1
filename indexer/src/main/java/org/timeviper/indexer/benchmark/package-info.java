/** How fast a search index is: a generated archive, the operations that are timed on it, and the report. Knows indexes only as {@link org.timeviper.indexer.index.SceneIndex}. */
package org.timeviper.indexer.benchmark;
