/**
 * Texts as vectors: an offline sentence encoder, and a cache of what it made. Open it to embed
 * product names, descriptions or queries. The only package that sees ONNX Runtime.
 */
@NullMarked
package io.habitus.features.text;

import org.jspecify.annotations.NullMarked;
