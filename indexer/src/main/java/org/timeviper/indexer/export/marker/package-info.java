/** The one model that all exports are written from: films with their exact way of counting frames, and marked spans of them. Knows no format and no library. */
package org.timeviper.indexer.export.marker;
