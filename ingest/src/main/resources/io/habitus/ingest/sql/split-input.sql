-- A file's rows before the cut-off, untouched and in their order.
COPY (
  SELECT * FROM read_parquet(${file})
  WHERE epoch_us(try_cast("timestamp" AS TIMESTAMP)) < ${cut_off}
) TO ${out} (FORMAT parquet, PRESERVE_ORDER true)
