/**
 * One run of one command: its options, its progress, how it ends (exit code, error sentences, log
 * file, Ctrl-C). Open it to change what all commands share.
 */
@NullMarked
package io.habitus.cli.session;

import org.jspecify.annotations.NullMarked;
