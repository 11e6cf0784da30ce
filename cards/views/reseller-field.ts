/** The reseller of an item: picked from a list, or typed where the list would be too long for a card. */
import type { Review } from '../../domain/answers.js';
import type { Reseller } from '../../domain/model.js';

/** True where every item can have the whole list of resellers; the more items, the less room there is for lists. */
export function asksFromList({ resellers, items }: Pick<Review, 'resellers' | 'items'>): boolean {
  const choicesInAll = resellers.length * items.length;
  return choicesInAll > 0 && choicesInAll <= 90 - 10 * items.length;
}

/** The reseller that a `reseller_<item>` field names: by id, MPN ID or whole name; undefined: none of them. */
export function resellerNamed(resellers: readonly Reseller[], entry: string): Reseller | undefined {
  const wanted = entry.trim().toLowerCase();
  return (
    resellers.find(({ id }) => id === entry.trim()) ??
    resellers.find(({ mpnId }) => mpnId.toLowerCase() === wanted) ??
    resellers.find(({ name }) => name.trim().toLowerCase() === wanted)
  );
}
