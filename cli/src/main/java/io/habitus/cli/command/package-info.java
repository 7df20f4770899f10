/**
 * One thin class per command: options in, a call of the library, an {@link
 * io.habitus.cli.command.Outcome} out. Nothing is computed here.
 */
@NullMarked
package io.habitus.cli.command;

import org.jspecify.annotations.NullMarked;
