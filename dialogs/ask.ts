/** Asking a colleague to do what was prepared: whom, with a note → handed over (rules section 1). */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { askColleagueCard } from '../cards/views/ask-colleague.js';
import type { HandoverDetail } from '../domain/answers.js';
import { isRefusal, Refusal } from '../domain/refusals.js';
import { pageOf } from '../domain/use-cases/lists.js';
import { type Answer, CardPrompt, type Reaction, says, typedNumber } from './card-prompt.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { type Turn, turnOf } from './turn.js';

const ASK_COLLEAGUE = 'ask-colleague';
const PAGE_SIZE = 8;

export class AskDialog extends Flow {
  static readonly id = 'ask';

  constructor(services: Services) {
    const ask = async (step: FlowStep) => {
      const { customerId, what } = step.options;
      if (!customerId || !what) throw new Refusal({ code: 'NothingToHandOver' });
      return await step.beginDialog(ASK_COLLEAGUE, { customerId, what });
    };

    const finish = async (step: FlowStep) => {
      const { handover }: HandoverDetail = step.result;
      const turn = turnOf(step.context);
      delete turn.memory.prepared;
      await turn.replies.text(
        turn.words.t('handover.asked', { name: handover.to.name, number: handover.number }),
      );
      return await step.endDialog();
    };

    super(AskDialog.id, [new AskColleaguePrompt(services)], [ask, finish]);
  }
}

interface AskColleagueState {
  readonly customerId: string;
  /** What was prepared, as the use case names it. */
  readonly what: string;
  page?: number;
  /** Ids of the rows that the card shows, for an answer by number. */
  shown?: string[];
}

class AskColleaguePrompt extends CardPrompt<AskColleagueState, HandoverDetail> {
  constructor(private readonly services: Services) {
    super(ASK_COLLEAGUE);
  }

  /** What is said with the number of a colleague may well be a question. */
  override claims(turn: Turn): boolean {
    return /^\d{1,2}(\s|$)/.test(turn.text);
  }

  protected override async show(turn: Turn, state: AskColleagueState, ask: Ask): Promise<Card> {
    const facts = await this.services.desk.colleaguesToAsk(turn.actor, state.customerId, state.what);
    const colleagues = pageOf(facts.colleagues, state.page ?? 1, PAGE_SIZE);
    state.page = colleagues.page;
    state.shown = colleagues.items.map(({ id }) => id);
    return askColleagueCard(turn.words, { ...facts, colleagues }, ask);
  }

  protected override async read(
    turn: Turn,
    state: AskColleagueState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<HandoverDetail>> {
    const entries = answer.by === 'card' ? answer.values : { note: ask.entries?.note ?? '' };
    const more = answer.by === 'card' ? answer.action === 'more' : says(turn, 'dialog.commands.more');
    if (more) {
      state.page = (state.page ?? 1) + 1;
      return { again: true, entries };
    }
    if (answer.by === 'card') {
      return await this.hand(turn, state, answer.values.colleague ?? '', answer.values.note ?? '', ask);
    }
    const { colleague, note } = await this.typed(turn, state, answer.text);
    return await this.hand(turn, state, colleague, note || (entries.note ?? ''), ask);
  }

  /** "2", "2 before noon, please", or a name: the colleague, and what is said with it. */
  private async typed(
    turn: Turn,
    state: AskColleagueState,
    text: string,
  ): Promise<{ colleague: string; note: string }> {
    const shown = state.shown ?? [];
    const [first = '', ...rest] = text.split(/\s+/);
    const number = typedNumber(first, shown.length);
    if (number) return { colleague: shown[number - 1] ?? '', note: rest.join(' ') };
    const { colleagues } = await this.services.desk.colleaguesToAsk(turn.actor, state.customerId, state.what);
    const typed = text.toLocaleLowerCase(turn.words.locale);
    const named = colleagues.filter(({ name }) => name.toLocaleLowerCase(turn.words.locale).includes(typed));
    return { colleague: named.length === 1 ? (named[0]?.id ?? '') : '', note: '' };
  }

  private async hand(
    turn: Turn,
    { customerId, what }: AskColleagueState,
    colleague: string,
    note: string,
    ask: Ask,
  ): Promise<Reaction<HandoverDetail>> {
    const { words, actor } = turn;
    const wrong = (fields: readonly string[]): Reaction<HandoverDetail> => ({
      again: true,
      entries: { colleague, note },
      errors: Object.fromEntries(fields.map((field) => [field, words.t(`handover.wrong.${field}`)])),
    });
    if (colleague === '') return wrong(['colleague']);
    try {
      const asking = { what, colleague, note };
      const handed = await this.services.desk.askColleague(actor, customerId, asking, ask.cardId);
      return { done: handed, stands: words.t('handover.stands.asked', { name: handed.handover.to.name }) };
    } catch (error) {
      if (!isRefusal(error, 'HandoverInvalid')) throw error;
      return wrong(error.facts.fields);
    }
  }
}
