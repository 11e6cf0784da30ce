/** Which support request? Chosen from the list, by its row, or by a number that it is known by. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseRequestCard, requestValue } from '../cards/views/choose-request.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, type Reaction, says, typedNumber } from './card-prompt.js';
import type { Services } from './flow.js';
import type { Turn } from './turn.js';

export interface ChooseRequestState {
  /** Of this customer; absent: of all. */
  readonly customerId?: string;
  /** Settled ones are listed too. */
  all?: boolean;
  page?: number;
  /** What the rows of the card stand for, for an answer by number. */
  shown?: string[];
}

export interface RequestChosen {
  readonly customerId: string;
  readonly number: string;
}

export class ChooseRequestPrompt extends CardPrompt<ChooseRequestState, RequestChosen> {
  static readonly id = 'choose-request';
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(ChooseRequestPrompt.id);
  }

  protected override async show(turn: Turn, state: ChooseRequestState, ask: Ask): Promise<Card> {
    const list = await this.services.desk.requests(turn.actor, {
      ...(state.customerId === undefined ? {} : { customerId: state.customerId }),
      ...(state.all ? {} : { state: 'open' }),
      page: state.page ?? 1,
    });
    state.page = list.requests.page;
    state.shown = list.requests.items.map(requestValue);
    return chooseRequestCard(turn.words, { list, onlyOpen: !state.all }, ask);
  }

  /** "all" and "open" narrow the list here, whatever they mean elsewhere. */
  override claims(turn: Turn): boolean {
    return says(turn, 'dialog.commands.showAll') || says(turn, 'dialog.commands.showOpen');
  }

  protected override async read(
    turn: Turn,
    state: ChooseRequestState,
    answer: Answer,
  ): Promise<Reaction<RequestChosen>> {
    const action = answer.by === 'card' ? answer.action : typedAction(turn);
    if (action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    if (action === 'showAll' || action === 'showOpen') {
      state.all = action === 'showAll';
      state.page = 1;
      return { again: true };
    }
    const value =
      answer.by === 'card' ? answer.values.request : await this.typedRequest(turn, state, answer.text);
    return value ? await this.chosen(turn, value) : notChosen(turn);
  }

  /** The row with this number, or the one request that is known by it. */
  private async typedRequest(
    turn: Turn,
    state: ChooseRequestState,
    text: string,
  ): Promise<string | undefined> {
    const row = typedNumber(text, state.shown?.length ?? 0);
    if (row) return state.shown?.[row - 1];
    const only = await findRequest(this.services, turn, text, state.customerId);
    return only && `${only.customerId}/${only.number}`;
  }

  private async chosen(turn: Turn, value: string): Promise<Reaction<RequestChosen>> {
    const slash = value.indexOf('/');
    const chosen = { customerId: value.slice(0, slash), number: value.slice(slash + 1) };
    try {
      await this.services.desk.request(turn.actor, chosen.customerId, chosen.number);
      return { done: chosen, stands: turn.words.t('dialog.stands.request', { number: chosen.number }) };
    } catch (error) {
      if (isRefusal(error, 'RequestNotFound') || isRefusal(error, 'CustomerNotFound')) return notChosen(turn);
      throw error;
    }
  }
}

function typedAction(turn: Turn): string {
  const actions = ['more', 'showAll', 'showOpen'];
  return actions.find((action) => says(turn, `dialog.commands.${action}`)) ?? '';
}

function notChosen(turn: Turn): Reaction<RequestChosen> {
  return { again: true, errors: { request: turn.words.t('dialog.ask.chooseRequest') } };
}

/** The one request that is known by this number, of one customer or of all; numbers have a digit. */
export async function findRequest(
  { desk }: Services,
  turn: Turn,
  text: string,
  customerId?: string,
): Promise<RequestChosen | undefined> {
  if (!/\d/.test(text)) return undefined;
  const { requests } = await desk.requests(turn.actor, {
    ...(customerId === undefined ? {} : { customerId }),
    reference: text,
  });
  const [only] = requests.items;
  return only && requests.total === 1
    ? { customerId: only.customerId, number: only.request.number }
    : undefined;
}
