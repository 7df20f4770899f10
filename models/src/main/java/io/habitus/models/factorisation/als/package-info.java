/**
 * Implicit-feedback factorisation by alternating least squares (Hu, Koren, Volinsky 2008), as in
 * the ai_lab_recsys system. See {@code docs/models/als.md}.
 */
@NullMarked
package io.habitus.models.factorisation.als;

import org.jspecify.annotations.NullMarked;
