/** What an answer looked at, as clients are told it and as a picture that a person reads. */
package org.timeviper.indexer.explain;
