/** Which customer? Found by part of a name, domain or country; by a number of the list; or known already. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseCustomerCard } from '../cards/views/choose-customer.js';
import type { Job } from '../cards/views/jobs.js';
import type { CustomerPage } from '../domain/answers.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, type Reaction, says, typedNumber } from './card-prompt.js';
import type { FlowOptions, Services } from './flow.js';
import type { Turn } from './turn.js';

export interface ChooseCustomerState extends FlowOptions {
  readonly job: Job;
  query?: string;
  page?: number;
  /** Ids of the rows that the card shows, for an answer by number. */
  shown?: string[];
}

export class ChooseCustomerPrompt extends CardPrompt<ChooseCustomerState, string> {
  static readonly id = 'choose-customer';
  override readonly looks = true;

  constructor(private readonly services: Services) {
    super(ChooseCustomerPrompt.id);
  }

  protected override async known(
    turn: Turn,
    state: ChooseCustomerState,
  ): Promise<{ done: string } | undefined> {
    if (state.customerId) {
      const { customer } = await this.services.desk.customer(turn.actor, state.customerId);
      if (state.query) await this.services.desk.noteCustomer(turn.actor, customer.id);
      return { done: customer.id };
    }
    if (!state.query) return undefined;
    const only = onlyOne(await this.find(turn, state), state.query);
    if (only) await this.services.desk.noteCustomer(turn.actor, only.id);
    return only && { done: only.id };
  }

  protected override async show(turn: Turn, state: ChooseCustomerState, ask: Ask): Promise<Card> {
    const found = await this.find(turn, state);
    state.page = found.page;
    state.shown = found.items.map(({ id }) => id);
    const { words, suggests } = turn;
    return chooseCustomerCard(words, { job: state.job, found, query: state.query ?? '', suggests }, ask);
  }

  protected override async read(
    turn: Turn,
    state: ChooseCustomerState,
    answer: Answer,
  ): Promise<Reaction<string>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text);
    const { action, values } = answer;
    const search = (values.search ?? '').trim();
    const quick = (values.quick ?? '').trim();
    if (action !== 'more' && quick !== '') return await this.suggested(turn, state, quick);
    if (action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true, entries: { search } };
    }
    if (action === 'next' && values.customer) return await this.chosen(turn, values.customer, values);
    if (action === 'search' || search !== (state.query ?? '')) return await this.search(turn, state, search);
    return { again: true, entries: { search }, errors: { customer: turn.words.t('dialog.ask.chooseOne') } };
  }

  private async readText(turn: Turn, state: ChooseCustomerState, text: string): Promise<Reaction<string>> {
    if (says(turn, 'dialog.commands.more')) {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    const number = typedNumber(text, state.shown?.length ?? 0);
    const id = number && state.shown?.[number - 1];
    return id ? await this.chosen(turn, id, {}) : await this.search(turn, state, text);
  }

  /** What was chosen of what the channel suggested; or what was typed there and nothing chosen, which is searched for. */
  private async suggested(turn: Turn, state: ChooseCustomerState, quick: string): Promise<Reaction<string>> {
    const chosen = await this.chosen(turn, quick, {});
    return 'done' in chosen ? chosen : await this.search(turn, state, quick);
  }

  private async search(turn: Turn, state: ChooseCustomerState, query: string): Promise<Reaction<string>> {
    state.query = query.slice(0, 200);
    state.page = 1;
    const only = onlyOne(await this.find(turn, state), state.query);
    return only ? await this.chosen(turn, only.id, {}) : { again: true, entries: { search: state.query } };
  }

  private async chosen(
    turn: Turn,
    customerId: string,
    entries: Readonly<Record<string, string>>,
  ): Promise<Reaction<string>> {
    try {
      const { customer } = await this.services.desk.customer(turn.actor, customerId);
      await this.services.desk.noteCustomer(turn.actor, customer.id);
      return { done: customer.id, stands: turn.words.t('dialog.stands.customer', { name: customer.name }) };
    } catch (error) {
      if (!isRefusal(error, 'CustomerNotFound')) throw error;
      return { again: true, entries, errors: { customer: turn.words.t('dialog.ask.chooseOne') } };
    }
  }

  private async find(turn: Turn, state: ChooseCustomerState) {
    const search = { text: state.query ?? '', page: state.page ?? 1 };
    return await this.services.desk.findCustomers(turn.actor, search, turn.words.country);
  }
}

/** The one customer that fits, or the one whose whole name or domain it is. One that only comes near is asked for. */
export function onlyOne(found: CustomerPage, query: string): CustomerPage['items'][number] | undefined {
  if (query.trim() === '' || found.approximate) return undefined;
  if (found.total === 1) return found.items[0];
  const whole = query.trim().toLocaleLowerCase('en');
  const exact = found.items.filter(({ name, domain }) =>
    [name, domain].some((text) => text.toLocaleLowerCase('en') === whole),
  );
  // Those come first, so that there is no other one on a later page.
  return exact.length === 1 ? exact[0] : undefined;
}
