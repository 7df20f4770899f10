-- A file's rows before the cut-off, untouched and in their order.
COPY (
  SELECT * EXCLUDE (file_row_number) FROM ${rows}
  WHERE ${time} < ${cut_off}
) TO ${out} (FORMAT parquet, PRESERVE_ORDER true)
