/**
 * Questions about footage: the moments that a question is about are looked at again, and the answer says what each shows and where. Questions may follow one another in
 * conversations, which are kept in the library.
 */
package org.timeviper.indexer.ask;
