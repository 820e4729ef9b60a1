/** The one loaded model of the service: who may use it when, which frames it is shown, and what is kept of what it has seen. */
package org.timeviper.indexer.model;
