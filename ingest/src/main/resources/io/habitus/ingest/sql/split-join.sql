-- Joins each buy with the first description of its product.
LEFT JOIN (
  SELECT * EXCLUDE (file_row_number), ${sku} AS habitus_sku
  FROM ${products}
  QUALIFY row_number() OVER (PARTITION BY ${sku} ORDER BY file_row_number) = 1
) AS products ON products.habitus_sku = buys.habitus_sku
