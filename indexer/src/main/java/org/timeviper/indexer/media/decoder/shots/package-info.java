/** Finds where one shot ends and the next begins: cuts, dissolves and fades, by what pictures around them look like. */
package org.timeviper.indexer.media.decoder.shots;
