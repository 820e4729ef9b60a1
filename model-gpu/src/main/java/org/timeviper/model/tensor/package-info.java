/** The engine: devices, precisions, and the few kernels that the DJL array API lacks. */
package org.timeviper.model.tensor;
