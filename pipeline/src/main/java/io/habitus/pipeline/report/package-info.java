/**
 * The report: one self-contained HTML file. {@code ReportData} is all that it shows, as plain
 * records; the rest draws. Open it to change what a reader sees.
 */
@NullMarked
package io.habitus.pipeline.report;

import org.jspecify.annotations.NullMarked;
