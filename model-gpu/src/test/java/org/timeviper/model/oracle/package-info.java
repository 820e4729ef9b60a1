/** The model once more, slow and obvious: plain loops over doubles, one token after the other. What tests hold the fast one to. */
package org.timeviper.model.oracle;
