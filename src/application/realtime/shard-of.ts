/** The shard of a symbol, 0 to `shards` − 1: the same in every process and every version (FNV-1a over its letters). */
export function shardOf(symbol: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < symbol.length; place += 1) hash = Math.imul(hash ^ symbol.charCodeAt(place), 0x01000193) >>> 0;
  return hash % shards;
}
