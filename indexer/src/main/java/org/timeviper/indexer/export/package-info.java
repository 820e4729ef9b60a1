/** What the library knows of films, a selection of it, or what a search finds, gathered as markers for editing systems, players, archives and search engines. */
package org.timeviper.indexer.export;
