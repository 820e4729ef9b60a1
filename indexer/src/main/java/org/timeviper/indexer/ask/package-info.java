/** Questions about footage: the moments that a question is about are looked at again, and the answer says what each shows and where. */
package org.timeviper.indexer.ask;
