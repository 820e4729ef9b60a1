/** From frames to visual embeddings: preprocessing, vision transformer, token merging, projector (MODEL sections 2 and 3). */
package org.timeviper.model.vision;
