-- Item code and attribute code; an empty attribute is NULL (code 1).
SELECT v.code, coalesce(a.code, 1)::INTEGER
FROM ${items} c
JOIN ${vocabulary} v ON v.value = c.item
LEFT JOIN ${values} a ON a.value = c.${attribute}
