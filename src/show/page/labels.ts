/** What groups are called so that no two have one name: those that share one get their key beside it. */
export function distinctLabels(
  groups: readonly { readonly key: string; readonly label: string }[],
): ReadonlyMap<string, string> {
  const used = new Map<string, number>();
  for (const { label } of groups) used.set(label, (used.get(label) ?? 0) + 1);
  return new Map(groups.map(({ key, label }) => [key, used.get(label) === 1 ? label : `${label} (${key})`]));
}
