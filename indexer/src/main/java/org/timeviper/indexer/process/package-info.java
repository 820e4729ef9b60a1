/** How parts of the application are run in processes of their own. */
package org.timeviper.indexer.process;
