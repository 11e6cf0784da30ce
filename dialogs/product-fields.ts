/** The fields of the card on which a product is chosen: what was chosen in them, and what they hold when it is shown again. */
import { ANY, offerFilterFrom } from '../cards/views/offer-filter.js';
import type { OfferFilter } from '../domain/answers.js';
import type { Segment } from '../domain/model.js';

type Values = Readonly<Record<string, string>>;

/** What was chosen, as typed: checked where it is put to use. */
export interface Chosen {
  readonly productId: string;
  readonly quantity: string;
  readonly subscriptionId: string;
  readonly segment?: Segment;
}

/** What the fields of the card say was chosen. */
export function chosenIn(values: Values): Chosen {
  const { product: productId = '', quantity = '', subscription: subscriptionId = '' } = values;
  const { segment } = offerFilterFrom(values);
  return { productId, quantity, subscriptionId, ...(segment ? { segment } : {}) };
}

/** The filters as the card shows them once they are set to this and nothing else. */
export function filterEntries({ text = '', region = ANY, term = ANY }: OfferFilter): Record<string, string> {
  return { text, type: ANY, region, term };
}

/** What stands on the card beside the filters, and stays. */
export function keptEntries({ quantity = '1', subscription = '', segment = '' }: Values) {
  return { quantity, subscription, ...(segment ? { segment } : {}) };
}
