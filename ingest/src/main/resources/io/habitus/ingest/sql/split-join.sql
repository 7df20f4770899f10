-- Joins each buy with the first description of its product.
LEFT JOIN (
  SELECT * EXCLUDE (file_row_number)
  FROM read_parquet(${products}, file_row_number = true)
  QUALIFY row_number() OVER (PARTITION BY sku ORDER BY file_row_number) = 1
) AS products ON products.sku = buys.sku
