/** Remembers how things stand; the function it returns goes back to that, as often as it is called. */
export type Save = () => () => void

/** Saves lists and maps whose items are never changed, only replaced. */
export function saveCollections(
  lists: readonly unknown[][],
  maps: readonly Map<string, unknown>[] = [],
): ReturnType<Save> {
  const savedLists = lists.map((list) => [list, [...list]] as const)
  const savedMaps = maps.map((map) => [map, [...map]] as const)
  return () => {
    for (const [list, items] of savedLists) list.splice(0, list.length, ...items)
    for (const [map, entries] of savedMaps) {
      map.clear()
      for (const [key, value] of entries) map.set(key, value)
    }
  }
}

/** Saves several things at once. */
export function saveAll(parts: readonly { readonly save: Save }[]): ReturnType<Save> {
  const restores = parts.map((part) => part.save())
  return () => {
    for (const restore of restores) restore()
  }
}
