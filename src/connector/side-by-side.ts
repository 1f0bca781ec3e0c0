import pLimit from 'p-limit';

/**
 * Runs `task` on every item, at most `most` at once; answers in the items' order. After the first failure nothing new
 * is started; it rejects with that failure once everything under way has ended, so that nothing runs on unseen.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  most: number,
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const limit = pLimit(most);
  const results: Result[] = new Array(items.length);
  let failure: { readonly error: unknown } | undefined;
  const started = items.map((item, index) =>
    limit(async () => {
      if (failure) return;
      try {
        results[index] = await task(item);
      } catch (error) {
        failure ??= { error };
      }
    }),
  );
  await Promise.all(started);
  if (failure) throw failure.error;
  return results;
}
