-- Events in the order of the store. Shard -1 holds rows that cannot be read, so they come first.
SELECT shard, client, time, type${fields}
FROM (
${events}
)
ORDER BY shard, client, time, place
