/**
 * Weights in the safetensors format, which Python reads without unpickling anything: eight bytes
 * with the length of a JSON header, the header, the tensors' bytes. Open it to write or read a
 * model's weights.
 */
@NullMarked
package io.habitus.engine.safetensors;

import org.jspecify.annotations.NullMarked;
