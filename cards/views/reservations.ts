/** The list of a customer's reservations (rules section 3): the choice of one, to open it. */
import type { Page, ReservationFacts } from '../../domain/answers.js';
import type { Card } from '../card.js';
import type { Words } from '../words.js';
import type { Ask } from './ask.js';
import { chooseReservationCard } from './choose-reservation.js';

/** The reservations of a customer, of which one can be opened: kind "choose-reservation". */
export function reservationsCard(
  words: Words,
  input: { readonly customerName: string; readonly reservations: Page<ReservationFacts> },
  ask?: Ask,
): Card {
  return chooseReservationCard(words, { ...input, job: 'reservations' }, ask);
}
