/** Reading checkpoints: safetensors (single and sharded) and PyTorch zip files, memory-mapped, strict about what they hold. */
package org.timeviper.model.checkpoint;
