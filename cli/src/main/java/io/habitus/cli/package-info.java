/**
 * The {@code habitus} command: parsing, exit codes, Ctrl-C. Open it to change what every command
 * shares; the commands themselves are in {@link io.habitus.cli.command}.
 */
@NullMarked
package io.habitus.cli;

import org.jspecify.annotations.NullMarked;
