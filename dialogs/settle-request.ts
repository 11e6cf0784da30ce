/** What came of a request: chosen and filled in → what it means for the reservations and the cap → recorded. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { outcomeLine, requestOutcomeCard } from '../cards/views/request-outcome.js';
import { settleRequestCard } from '../cards/views/settle-request.js';
import type { Settlement } from '../domain/answers.js';
import { requestKind } from '../domain/model.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import type { RequestChosen } from './choose-request.js';
import { commandWords } from './commands.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

/** As chosen and typed; the use case reads it. */
interface Chosen {
  readonly outcome: string;
  readonly amount: string;
  readonly reason: string;
}

interface SettleState extends RequestChosen {
  /** What is to be recorded, once it has been looked at; absent: it is asked for. */
  chosen?: Chosen;
  /** The language in which it was typed, whatever is spoken since: "1.234" is not the same in all. */
  typedIn?: string;
}

const FIELD_OF: Partial<Record<RefusalCode, 'outcome' | 'amount' | 'reason'>> = {
  OutcomeNotPossible: 'outcome',
  AmountInvalid: 'amount',
  ReasonNeeded: 'reason',
};

const OUTCOMES = ['paid', 'done', 'declined', 'withdrawn'] as const;

export class SettlePrompt extends CardPrompt<SettleState, Settlement> {
  static readonly id = 'settle-request';

  constructor(private readonly services: Services) {
    super(SettlePrompt.id);
  }

  protected override async show(turn: Turn, state: SettleState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    if (state.chosen) {
      const wish = wishOf(turn, state, state.chosen);
      return requestOutcomeCard(turn.words, await desk.settlement(turn.actor, state.customerId, wish), ask);
    }
    const detail = await desk.request(turn.actor, state.customerId, state.number);
    return settleRequestCard(turn.words, detail, ask);
  }

  protected override async read(
    turn: Turn,
    state: SettleState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Settlement>> {
    return state.chosen
      ? await this.confirmed(turn, state, state.chosen, answer, ask)
      : await this.filledIn(turn, state, answer, ask);
  }

  private async filledIn(
    turn: Turn,
    state: SettleState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Settlement>> {
    if (answer.by === 'card') {
      if (answer.action !== 'next') return { again: true, entries: answer.values };
      const { outcome = '', amount = '', reason = '' } = answer.values;
      return await this.look(turn, state, { outcome, amount, reason });
    }
    const typed = typedOutcome(turn, answer.text);
    if (!typed) return await this.explain(turn, state, answer.text, ask);
    const { total } = await this.services.desk.request(turn.actor, state.customerId, state.number);
    const quoted = ask.entries?.amount ?? (total ? turn.words.amount(total.amount, total.currency) : '');
    const paid = typed.outcome === 'paid';
    return await this.look(turn, state, {
      outcome: typed.outcome,
      amount: paid ? typed.rest || quoted : '',
      reason: paid ? '' : typed.rest,
    });
  }

  /** Checks what was filled in without recording it; then the card says what it means. */
  private async look(turn: Turn, state: SettleState, chosen: Chosen): Promise<Reaction<Settlement>> {
    try {
      await this.services.desk.settlement(turn.actor, state.customerId, wishOf(turn, state, chosen));
    } catch (error) {
      const field = error instanceof Refusal ? FIELD_OF[error.facts.code] : undefined;
      if (!(error instanceof Refusal) || !field) throw error;
      return { again: true, entries: { ...chosen }, errors: { [field]: wordsOf(turn, error.facts) } };
    }
    state.chosen = chosen;
    state.typedIn = turn.words.locale;
    return { again: true };
  }

  private async confirmed(
    turn: Turn,
    state: SettleState,
    chosen: Chosen,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Settlement>> {
    const { words } = turn;
    const record = answer.by === 'card' ? answer.action === 'record' : says(turn, 'dialog.commands.record');
    const change =
      answer.by === 'card' ? answer.action === 'change' : says(turn, 'dialog.commands.changeOutcome');
    if (record) {
      const wish = wishOf(turn, state, chosen);
      const settled = await this.services.desk.settle(turn.actor, state.customerId, wish, ask.cardId);
      const stands = { number: state.number, state: outcomeLine(words, settled) };
      return { done: settled, stands: words.t('dialog.stands.settled', stands) };
    }
    if (change) {
      delete state.chosen;
      delete state.typedIn;
      return { again: true, entries: { ...chosen } };
    }
    return await this.explain(turn, state, answer.by === 'text' ? answer.text : '', ask);
  }

  private async explain(
    turn: Turn,
    state: SettleState,
    text: string,
    ask: Ask,
  ): Promise<Reaction<Settlement>> {
    const { words, replies } = turn;
    const { request, total } = await this.services.desk.request(turn.actor, state.customerId, state.number);
    const form = requestKind(request) === 'refund' ? 'howSettle' : 'howSettleExchange';
    const how = words.t(`dialog.ask.${state.chosen ? 'howRecord' : form}`, {
      amount: total ? words.amount(total.amount, total.currency) : '',
    });
    if (text !== '') await replies.text(notUnderstood(turn, text, how));
    return { again: true, ...(ask.entries ? { entries: ask.entries } : {}) };
  }
}

function wishOf(turn: Turn, { number, typedIn }: SettleState, chosen: Chosen) {
  return { number, locale: typedIn ?? turn.words.locale, ...chosen };
}

/** "paid 3,159.20", "declined It was used", "withdrawn": the outcome, and the rest of what was typed. */
function typedOutcome(turn: Turn, text: string): { outcome: string; rest: string } | undefined {
  const lower = text.toLocaleLowerCase(turn.words.locale);
  for (const outcome of OUTCOMES) {
    const words = commandWords(turn.words, `dialog.commands.outcome.${outcome}`);
    const word = words.find((known) => lower === known || lower.startsWith(`${known} `));
    if (word) return { outcome, rest: text.slice(word.length).trim() };
  }
  return undefined;
}
