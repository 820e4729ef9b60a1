/** Markers written down for editing systems, players, archives and search engines: each format one class, each a function of the markers alone. */
package org.timeviper.indexer.export.format;
