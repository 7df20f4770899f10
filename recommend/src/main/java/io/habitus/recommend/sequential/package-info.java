/**
 * Transformers that predict the next item of a sequence: SASRec (Kang and McAuley 2018) and a
 * variant of GPT-2, with items that are learned freely, taken from content, or both within a bound
 * (arXiv 2507.19473). Open it to fit one, to ask one, or to read its hidden states.
 */
@NullMarked
package io.habitus.recommend.sequential;

import org.jspecify.annotations.NullMarked;
