/** One support request: what to do with it, and by which numbers others know it. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { requestCard } from '../cards/views/request.js';
import { requestReferencesCard } from '../cards/views/request-references.js';
import type { RequestDetail } from '../domain/answers.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import type { RequestChosen } from './choose-request.js';
import { afterCommand } from './commands.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

/** What follows: recording the outcome, marking it placed, its references; or the list again. */
const STEPS = ['settle', 'placed', 'references', 'back'] as const;
export type RequestStep = (typeof STEPS)[number];

/** By button, and the words for it. */
const COMMANDS: Readonly<Record<string, string>> = {
  settle: 'settle',
  placed: 'markPlaced',
  references: 'references',
  takeOn: 'takeOn',
  letGo: 'letGo',
  back: 'back',
};

const STANDS: Readonly<Record<Exclude<RequestStep, 'back'>, string>> = {
  settle: 'dialog.stands.settling',
  placed: 'dialog.stands.placing',
  references: 'dialog.stands.referencing',
};

interface RequestState extends RequestChosen {
  /** Id of the user who worked on it when the card was shown; empty: nobody. */
  worker?: string;
}

export class RequestPrompt extends CardPrompt<RequestState, { step: RequestStep }> {
  static readonly id = 'request';
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(RequestPrompt.id);
  }

  protected override async show(turn: Turn, state: RequestState, ask: Ask): Promise<Card> {
    const detail = await this.services.desk.request(turn.actor, state.customerId, state.number);
    state.worker = detail.request.assignee?.by.userId ?? '';
    return requestCard(turn.words, detail, ask);
  }

  /** "placed" is about this request here. */
  override claims(turn: Turn): boolean {
    return commandIn(turn) !== undefined;
  }

  protected override async read(
    turn: Turn,
    state: RequestState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<{ step: RequestStep }>> {
    const { words, replies } = turn;
    const action = answer.by === 'card' ? answer.action : commandIn(turn);
    if (action === 'takeOn' || action === 'letGo') return await this.takeOn(turn, state, action, ask);
    const step = STEPS.find((known) => known === action);
    if (step === 'back') return { done: { step } };
    if (step) {
      const { number } = state;
      return { done: { step }, stands: words.t(STANDS[step], { number, what: number }) };
    }
    if (answer.by === 'text') {
      const how = words.t('dialog.ask.howRequest');
      await replies.text(notUnderstood(turn, answer.text, how));
    }
    return { again: true };
  }

  private async takeOn(
    turn: Turn,
    { customerId, number, worker = '' }: RequestState,
    action: 'takeOn' | 'letGo',
    ask: Ask,
  ): Promise<Reaction<{ step: RequestStep }>> {
    const who = action === 'takeOn' ? 'me' : 'nobody';
    try {
      await this.services.desk.takeOn(turn.actor, customerId, { number, who, seen: worker }, ask.cardId);
    } catch (error) {
      // Who was first stands on the card that is shown again; from there it can be taken over.
      if (!isRefusal(error, 'RequestTakenOn')) throw error;
      await turn.replies.text(wordsOf(turn, error.facts));
    }
    return { again: true };
  }
}

function commandIn(turn: Turn): string | undefined {
  return Object.keys(COMMANDS).find((action) => says(turn, `dialog.commands.${COMMANDS[action]}`));
}

interface ReferencesState extends RequestChosen {
  /** What the card was filled in with: only what was changed is written. */
  shown?: Record<string, string>;
}

export class ReferencesPrompt extends CardPrompt<ReferencesState, RequestDetail> {
  static readonly id = 'request-references';

  constructor(private readonly services: Services) {
    super(ReferencesPrompt.id);
  }

  protected override async show(turn: Turn, state: ReferencesState, ask: Ask): Promise<Card> {
    const detail = await this.services.desk.request(turn.actor, state.customerId, state.number);
    const { ticketNumber, caseReference, placement } = detail.request;
    state.shown = {
      ticketNumber: ticketNumber ?? placement.number ?? '',
      caseReference: caseReference ?? '',
    };
    return requestReferencesCard(turn.words, detail, ask);
  }

  protected override async read(
    turn: Turn,
    state: ReferencesState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<RequestDetail>> {
    if (answer.by === 'card' && answer.action !== 'save') return { again: true, entries: answer.values };
    const entries = answer.by === 'card' ? answer.values : typedReference(turn, answer.text);
    if (!entries) {
      const { words, replies } = turn;
      const how = words.t('dialog.ask.howReferences');
      await replies.text(notUnderstood(turn, turn.text, how));
      return { again: true };
    }
    const changed = Object.fromEntries(
      ['ticketNumber', 'caseReference'].flatMap((field) => {
        const typed = entries[field]?.trim();
        return typed === undefined || typed === state.shown?.[field] ? [] : [[field, typed]];
      }),
    );
    const { customerId, number } = state;
    try {
      const references = { number, ...changed };
      const detail = await this.services.desk.setReferences(turn.actor, customerId, references, ask.cardId);
      return { done: detail, stands: turn.words.t('dialog.stands.references', { number }) };
    } catch (error) {
      if (!isRefusal(error, 'ReferenceInvalid')) throw error;
      const wrong = wordsOf(turn, error.facts);
      return { again: true, entries, errors: Object.fromEntries(error.facts.fields.map((f) => [f, wrong])) };
    }
  }
}

/** "ticket 2101070030001234", "case: 4711". */
function typedReference({ words }: Turn, text: string): Record<string, string> | undefined {
  const fields = { ticketNumber: 'dialog.commands.ticket', caseReference: 'dialog.commands.case' };
  const spoken = text.replace(/:\s/, ' ');
  for (const [field, key] of Object.entries(fields)) {
    const reference = afterCommand(words, key, spoken);
    if (reference) return { [field]: reference };
  }
  return undefined;
}
