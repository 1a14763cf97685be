/** Everything that a paginated call lists. */
export async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** What a call answers, or nothing when it fails with one of these errors. */
export async function unless<T>(errors: readonly string[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && errors.some((name) => error.name.startsWith(name))) return undefined;
    throw error;
  }
}
