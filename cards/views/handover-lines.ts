/** What is handed over, in words: in one line, and item by item. */
import type { HandoverItem } from '../../domain/answers.js';
import type { HandoverWish } from '../../domain/model.js';
import { clean } from '../plain.js';
import type { Words } from '../words.js';
import { productLine } from './names.js';

/** "Order of 2 items", "Refund of a reservation", "Turn the permission on". */
export function wishLine(words: Words, wish: HandoverWish): string {
  if (wish.what === 'permission')
    return words.t(`handover.what.${wish.on ? 'permissionOn' : 'permissionOff'}`);
  const count = wish.what === 'cart' ? wish.items.length : wish.what === 'refund' ? 1 : wish.returns.length;
  return words.t(`handover.what.${wish.what}`, { count });
}

/** "Buy 2 × Standard_D2s_v5 · Virtual machines · West Europe · 1 year"; no prices: they are worked out when it is done. */
export function itemLines(words: Words, items: readonly HandoverItem[]): { readonly text: string }[] {
  return items.map(({ does, quantity, id, product }) => ({
    text: words.t(`handover.item.${does}`, {
      quantity,
      product: product ? productLine(words, product) : clean(id),
    }),
  }));
}
