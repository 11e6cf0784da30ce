/** How far the chosen products reach the value of what is returned (rules section 5). */
import type { ProductSnapshot } from '../../domain/model.js';
import { compare, minus } from '../../domain/money.js';
import { short } from '../plain.js';
import type { View } from '../render.js';
import type { Words } from '../words.js';
import { productLine } from './names.js';

export interface ExchangeSoFar {
  readonly currency: string;
  readonly returnedValue: string;
  readonly chosen: readonly {
    readonly product: Pick<ProductSnapshot, 'name' | 'type' | 'region' | 'term'>;
    readonly quantity: number;
    readonly price: string;
  }[];
  readonly chosenTotal: string;
}

const MOST_SHOWN = 5;

/** Returned value, what is chosen, and what is missing still; amounts in the exchange's currency. */
export function exchangeSoFar(words: Words, exchange: ExchangeSoFar): View {
  const { currency, returnedValue, chosen, chosenTotal } = exchange;
  const enough = chosen.length > 0 && compare(chosenTotal, returnedValue) >= 0;
  const missing = enough ? '0' : minus(returnedValue, chosenTotal, currency);
  return {
    returnedLabel: words.t('buy.product.returned'),
    returned: words.money(returnedValue, currency),
    chosen: chosen.slice(0, MOST_SHOWN).map(({ product, quantity, price }) => ({
      product: words.t('buy.product.chosenLine', {
        quantity,
        product: short(productLine(words, product), 120),
      }),
      price: words.money(price, currency),
    })),
    hasMore: chosen.length > MOST_SHOWN,
    more: words.t('buy.product.chosenMore', { count: chosen.length - MOST_SHOWN }),
    hasChosen: chosen.length > 0,
    totalLabel: words.t('buy.product.chosenTotal'),
    total: words.money(chosenTotal, currency),
    short: chosen.length > 0 && !enough,
    missingLabel: words.t('buy.product.missing'),
    missing: words.money(missing, currency),
    enough,
    reached: words.t('buy.product.reached'),
  };
}
