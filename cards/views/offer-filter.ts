/** The filters of the product card: what "Any" is called in a submit, and back from a submit to a filter. */
import type { OfferFilter } from '../../domain/answers.js';
import { SEGMENTS } from '../../domain/model.js';

/** The value of the choice "Any": an empty one is not a valid choice and shows as nothing in some clients. */
export const ANY = 'any';

/** The filter that the submitted fields `text`, `type`, `region`, `term` and `segment` stand for. */
export function offerFilterFrom(values: Readonly<Record<string, string>>, page = 1): OfferFilter {
  const chosen = (id: string) => {
    const value = values[id]?.trim() ?? '';
    return value === '' || value === ANY ? undefined : value;
  };
  const text = chosen('text');
  const type = chosen('type');
  const region = chosen('region');
  const term = chosen('term');
  const segment = SEGMENTS.find((known) => known === chosen('segment'));
  return {
    ...(text ? { text } : {}),
    ...(type ? { type } : {}),
    ...(region ? { region } : {}),
    ...(term ? { term } : {}),
    ...(segment ? { segment } : {}),
    page,
  };
}
