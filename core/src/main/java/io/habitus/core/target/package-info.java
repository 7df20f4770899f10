/** Tasks, labels and targets: what is predicted, about whom, and the truth. */
@NullMarked
package io.habitus.core.target;

import org.jspecify.annotations.NullMarked;
