/** The search index: what it promises ({@link org.timeviper.indexer.index.SceneIndex}) and how it is filled from the library. */
package org.timeviper.indexer.index;
