/** The statistical member of the ai_lab_recsys system: counts, rhythm, trend, popularity, money. */
@NullMarked
package io.habitus.models.statistical;

import org.jspecify.annotations.NullMarked;
