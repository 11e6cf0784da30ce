/** What a file did not say of a reservation: asked once, written down, and then the flow goes on with it. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { exampleAmount, missingFactsCard } from '../cards/views/missing-facts.js';
import { productLine } from '../cards/views/names.js';
import { BILLING_PLANS } from '../domain/model.js';
import { priceOf } from '../domain/policy/instalments.js';
import { Refusal, type RefusalFacts } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import type { ReservationChosen } from './choose-reservation.js';
import { asTyped, commandWords } from './commands.js';
import type { FlowStep, Services } from './flow.js';
import type { DialogTurnResult } from './sdk.js';
import type { Turn } from './turn.js';

/** The answer to a list of reservations that asks for what is missing of others. */
export const MISSING = 'missing';

/** Leaves a list of reservations for what is missing of others. */
export function toMissing({ words }: Turn): { done: typeof MISSING; stands: string } {
  return { done: MISSING, stands: words.t('missing.title') };
}

/** The step after such a list, in a flow that knows its customer: what is missing is filled in before it goes on. */
export async function fillInMissing(step: FlowStep): Promise<DialogTurnResult> {
  const chosen: ReservationChosen | typeof MISSING = step.result;
  if (chosen !== MISSING) return await step.next(chosen);
  const { customerId } = step.values as { customerId: string };
  return await step.beginDialog(MissingFactsPrompt.id, { customerId });
}

/** What that step came to: the reservation that was chosen, or all of the one that is complete now. */
export function chosenOrFilled({ result }: FlowStep): ReservationChosen {
  return typeof result === 'string' ? { reservationId: result, quantity: '' } : result;
}

interface MissingFactsState {
  readonly customerId: string;
  page?: number;
  shown?: string[];
}

const FIELDS = ['reservation', 'price', 'currency', 'startsOn', 'billing'] as const;
type Entries = Record<(typeof FIELDS)[number], string>;

/** Gives the id of the reservation that is complete now. */
export class MissingFactsPrompt extends CardPrompt<MissingFactsState, string> {
  static readonly id = 'missing-facts';

  constructor(private readonly services: Services) {
    super(MissingFactsPrompt.id);
  }

  protected override async show(turn: Turn, state: MissingFactsState, ask: Ask): Promise<Card> {
    const page = state.page ?? 1;
    const found = await this.services.desk.incompleteReservations(turn.actor, state.customerId, page);
    // A colleague may have filled in the last one.
    if (found.reservations.total === 0) throw new Refusal({ code: 'ReservationNotFound' });
    state.page = found.reservations.page;
    state.shown = found.reservations.items.map(({ reservation }) => reservation.id);
    return missingFactsCard(turn.words, found, ask);
  }

  protected override async read(
    turn: Turn,
    state: MissingFactsState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<string>> {
    const more = answer.by === 'card' ? answer.action === 'more' : says(turn, 'dialog.commands.more');
    if (more) {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    if (answer.by === 'card') {
      if (answer.action !== 'save') return { again: true, entries: answer.values };
      const filled = FIELDS.map((field) => [field, answer.values[field] ?? '']);
      return await this.save(turn, state, Object.fromEntries(filled), ask);
    }
    const typed = typedFacts(turn, answer.text, state.shown ?? []);
    if (typed) return await this.save(turn, state, typed, ask);
    const how = turn.words.t('missing.how', { example: exampleAmount(turn.words) });
    await turn.replies.text(notUnderstood(turn, answer.text, how));
    return { again: true, ...(ask.entries ? { entries: ask.entries } : {}) };
  }

  private async save(
    turn: Turn,
    state: MissingFactsState,
    entries: Entries,
    ask: Ask,
  ): Promise<Reaction<string>> {
    const { words, actor } = turn;
    const { reservation: reservationId, ...facts } = entries;
    if (reservationId === '') {
      return { again: true, entries, errors: { reservation: words.t('missing.error.reservation') } };
    }
    const wish = { reservationId, ...facts, locale: words.locale };
    try {
      const saved = await this.services.desk.completeReservation(actor, state.customerId, wish, ask.cardId);
      const price = words.money(priceOf(saved), saved.currency);
      const stands = words.t('missing.stands', { product: productLine(words, saved.product), price });
      return { done: saved.id, stands };
    } catch (error) {
      const errors = error instanceof Refusal ? errorsOf(turn, error.facts) : undefined;
      if (!errors) throw error;
      return { again: true, entries, errors };
    }
  }
}

/** What is wrong, beside the field that it is about; undefined: nothing that another entry would change. */
function errorsOf(turn: Turn, facts: RefusalFacts): Record<string, string> | undefined {
  if (facts.code === 'AmountInvalid') return { price: wordsOf(turn, facts) };
  if (facts.code === 'ReservationNotFound') return { reservation: wordsOf(turn, facts) };
  if (facts.code !== 'FactsInvalid') return undefined;
  return Object.fromEntries(
    FIELDS.filter((field) => facts.fields.includes(field)).map((field) => [
      field,
      turn.words.t(`missing.error.${field}`),
    ]),
  );
}

/** "2: 3,650.00 EUR 2026-03-31 monthly", in any order after the number of the row; undefined where that is not there. */
function typedFacts(turn: Turn, text: string, shown: readonly string[]): Entries | undefined {
  const { words } = turn;
  const row = /^(\d{1,2})\s*[:)]\s*/.exec(text);
  const reservation = row ? shown[Number(row[1]) - 1] : shown.length === 1 ? shown[0] : '';
  let rest = text.slice(row?.[0].length ?? 0);
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest)?.[0] ?? '';
    rest = found === '' ? rest : rest.replace(found, ' ');
    return found.trim();
  };
  const startsOn = take(/\b\d{4}-\d{2}-\d{2}\b/);
  let billing = '';
  for (const plan of BILLING_PLANS) {
    const word = commandWords(words, `dialog.commands.item.${plan}`).find((known) =>
      asTyped(rest, words).includes(known),
    );
    if (billing !== '' || word === undefined) continue;
    billing = plan;
    const at = asTyped(rest, words).indexOf(word);
    rest = `${rest.slice(0, at)} ${rest.slice(at + word.length)}`;
  }
  const currency = take(/(?<!\p{L})[A-Za-z]{3}(?!\p{L})/u);
  const price = rest.replace(/\s*[,;]\s*$/, '').trim();
  return startsOn === '' || !/\d/.test(price)
    ? undefined
    : { reservation: reservation ?? '', price, currency, startsOn, billing };
}
