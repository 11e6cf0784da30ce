/** The small read-only card that takes the place of an answered one. */
import type { Card } from '../card.js';
import { short } from '../plain.js';
import { renderCard } from '../render.js';
import type { Words } from '../words.js';

const LONGEST = 200;

/**
 * What was decided, in words, such as "Customer: Fabrikam" (names in it are shown as text); nothing to press.
 * @param weight "faint" where nothing was decided, such as "Closed".
 */
export function decidedCard(words: Words, outcome: string, weight: 'plain' | 'faint' = 'plain'): Card {
  const faint = weight === 'faint';
  const view = { outcome: short(outcome, LONGEST), weight: faint ? 'default' : 'bolder', faint };
  return renderCard('decided', '', view, { lang: words.locale });
}
