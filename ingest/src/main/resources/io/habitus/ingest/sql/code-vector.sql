-- An expression: the text of a code vector as hexadecimal digits, NULL where it is not one.
(SELECT CASE WHEN length(t.digits) = ${digits} THEN t.digits END FROM (
  SELECT CASE WHEN regexp_full_match(${raw}, ${allowed}) AND len(v.parts) = ${width} THEN
    array_to_string(list_transform(v.parts, lambda part:
      CASE WHEN length(part) <= 3 THEN printf('%02x', try_cast(part AS UTINYINT)) END), '') END AS digits
  FROM (SELECT string_split(trim(regexp_replace(${raw}, '[\[\],\s]+', ' ', 'g')), ' ') AS parts) v) t)
