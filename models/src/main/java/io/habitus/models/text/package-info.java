/**
 * What a client met, searched for or bought, in words: texts through a sentence encoder, coded
 * vectors as they are. See {@code docs/models/text.md}.
 */
@NullMarked
package io.habitus.models.text;

import org.jspecify.annotations.NullMarked;
