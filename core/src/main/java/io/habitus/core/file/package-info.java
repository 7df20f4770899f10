/**
 * Files and folders that appear whole or not at all. Open it before you write a result: everything
 * is written beside its place as {@code NAME.part} and renamed when it is complete.
 */
@NullMarked
package io.habitus.core.file;

import org.jspecify.annotations.NullMarked;
