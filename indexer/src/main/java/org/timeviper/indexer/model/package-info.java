/** The one loaded model of the service: who may use it when, and which frames it is shown. */
package org.timeviper.indexer.model;
