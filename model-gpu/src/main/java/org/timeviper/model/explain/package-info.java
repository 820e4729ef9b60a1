/** What the model looked at: attention and Mamba maps of a prompt (MODEL section 8). */
package org.timeviper.model.explain;
