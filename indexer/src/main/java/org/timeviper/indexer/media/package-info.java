/**
 * Films as files: what they are, their pictures at a rate, their shots. Decoding always runs in a process of its own, so that a codec's crash, hang or hunger
 * for memory cannot hurt the service.
 */
package org.timeviper.indexer.media;
