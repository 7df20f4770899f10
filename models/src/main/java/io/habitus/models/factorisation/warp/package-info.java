/**
 * Ranking from content alone by the WARP loss (Weston et al. 2011), as the LightFM member of
 * ai_lab_recsys. See {@code docs/models/warp.md}.
 */
@NullMarked
package io.habitus.models.factorisation.warp;

import org.jspecify.annotations.NullMarked;
