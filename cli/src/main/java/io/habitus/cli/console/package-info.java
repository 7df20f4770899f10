/** What the user sees while a command works: progress lines and readable amounts. */
@NullMarked
package io.habitus.cli.console;

import org.jspecify.annotations.NullMarked;
