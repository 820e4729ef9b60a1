/** What runs in the decoder's own process: JavaCV is touched nowhere else. */
package org.timeviper.indexer.media.decoder;
