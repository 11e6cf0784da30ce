/** Why the desk says no, in words: what is wrong, with its facts, and what to do next. */
import type { RefusalCode, RefusalFacts } from '../../domain/refusals.js';
import type { Card } from '../card.js';
import { renderCard } from '../render.js';
import type { MessageArguments, Words } from '../words.js';
import { type Job, jobTitles } from './jobs.js';
import { refusalValues } from './refusal-values.js';

export interface RefusalCardFacts {
  readonly facts: RefusalFacts;
  /** The customer it is about, for the button to what can be done instead. */
  readonly customerId?: string;
  /** What was prepared and can be handed to a colleague, as the use case names it; absent: nothing. */
  readonly what?: string;
}

/** What can be begun instead, where that is a step of its own; the button's words are refusals.<code>.next. */
const NEXT: Partial<Record<RefusalCode, Job>> = {
  CartEmpty: 'buy',
  CartFull: 'buy',
  CartAlreadyOrdered: 'reservations',
  ReservationExpired: 'buy',
  ReservationBusy: 'reservations',
  NotReturnable: 'reservations',
  NothingToRefund: 'reservations',
  CapReached: 'exchange',
  OverCap: 'exchange',
  LossNotAccepted: 'exchange',
  FamiliesDiffer: 'exchange',
  ResellersDiffer: 'exchange',
  NewCommitmentTooSmall: 'refund',
  CustomerPriceMissing: 'prices',
  RequestSettled: 'requests',
  RequestTakenOn: 'requests',
  PermissionNeedsSubscription: 'buy',
  PermissionNeedsOwner: 'subscriptions',
  NeedsAzurePlan: 'subscriptions',
  CartInUse: 'buy',
  HandoverNotFound: 'handovers',
  HandoverClosed: 'handovers',
};

/** The refusal as a card, with a button to the next step where there is one. */
export function refusalCard(words: Words, { facts, customerId = '', what = '' }: RefusalCardFacts): Card {
  const job = NEXT[facts.code];
  return renderCard(
    'refusal',
    '',
    {
      title: refusalTitle(words, facts),
      message: refusalText(words, facts),
      hasNext: job !== undefined,
      next: job ? words.t(`refusals.${facts.code}.next`) : '',
      job: job ?? '',
      customerId,
      mayAsk: what !== '',
      askColleague: jobTitles(words).ask,
      what,
    },
    { lang: words.locale },
  );
}

/** The refusal in a few words, such as "The cart is empty". */
export function refusalTitle(words: Words, facts: RefusalFacts): string {
  return message(words, facts, 'title');
}

/** What is wrong and what to do next, in sentences; names stand in it as text. */
export function refusalText(words: Words, facts: RefusalFacts): string {
  return message(words, facts, 'text');
}

function message(words: Words, facts: RefusalFacts, part: 'title' | 'text'): string {
  const values: MessageArguments = refusalValues(words, facts);
  return words.t(`refusals.${facts.code}.${part}`, values);
}
