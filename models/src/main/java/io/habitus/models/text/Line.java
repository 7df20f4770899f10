package io.habitus.models.text;

import java.util.List;

/**
 * What one event says, in the codes of one store. Equal lines say the same.
 *
 * @param type event type
 * @param texts codes of the type's texts, in the layout's order; reserved where there is none
 */
record Line(int type, List<Integer> texts) {
  Line {
    texts = List.copyOf(texts);
  }
}
