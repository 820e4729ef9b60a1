/** The durable truth: videos, jobs, what each step of indexing found, and the media files. Everything else can be made again from here. */
package org.timeviper.indexer.library;
