/** Exchanges: customer → what is returned → what is bought → old against new, with contact preferences → filed. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseReturnsCard } from '../cards/views/choose-returns.js';
import { exchangeQuoteCard } from '../cards/views/exchange-quote.js';
import { productLine } from '../cards/views/names.js';
import { requestFiledCard } from '../cards/views/request-filed.js';
import type { OfferFilter, Offers, RequestFiled } from '../domain/answers.js';
import { isRefusal, Refusal, type RefusalCode } from '../domain/refusals.js';
import type { PurchaseWish, ReturnWish } from '../domain/use-cases/exchanging.js';
import { type Answer, CardPrompt, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import {
  ChooseProductPrompt,
  type ChooseProductState,
  type Chosen,
  type Surroundings,
  wordsOf,
} from './choose-product.js';
import { contactErrors, contactFrom, presetContact } from './contact.js';
import { again, Flow, type FlowStep, type Services } from './flow.js';
import { type Turn, turnOf } from './turn.js';

const CHOOSE_RETURNS = 'choose-returns';
const CHOOSE_PRODUCT = 'choose-product-in-exchange';
const EXCHANGE_QUOTE = 'exchange-quote';

/** The answer to a quote that asks to choose again what is bought. */
const CHANGE = 'change';

/** What is kept while the flow goes on: what to return and what to buy, as strings. */
interface ExchangeValues {
  customerId: string;
  returns: ReturnWish[];
  purchases: PurchaseWish[];
}

export class ExchangeDialog extends Flow {
  static readonly id = 'exchange';

  constructor(services: Services) {
    const values = (step: FlowStep) => step.values as unknown as ExchangeValues;

    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'exchange' });

    const chooseReturns = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      if (step.options.returns) return await step.next(step.options.returns);
      return await step.beginDialog(CHOOSE_RETURNS, {
        customerId,
        reservationId: step.options.reservationId,
      });
    };

    const chooseProducts = async (step: FlowStep) => {
      const returns: ReturnWish[] = step.result;
      Object.assign(step.values, { returns });
      return await step.beginDialog(CHOOSE_PRODUCT, {
        customerId: values(step).customerId,
        returns,
        purchases: [],
      });
    };

    const quote = async (step: FlowStep) => {
      const purchases: PurchaseWish[] = step.result;
      const { customerId, returns } = values(step);
      return await step.beginDialog(EXCHANGE_QUOTE, { customerId, returns, purchases });
    };

    const finish = async (step: FlowStep) => {
      const filed: RequestFiled | typeof CHANGE = step.result;
      const { customerId, returns } = values(step);
      if (filed === CHANGE) return await again(step, { customerId, returns });
      const { replies, words } = turnOf(step.context);
      await replies.card(requestFiledCard(words, filed));
      return await step.endDialog();
    };

    super(
      ExchangeDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new ChooseReturnsPrompt(services),
        new ChooseProductInExchangePrompt(services),
        new ExchangeQuotePrompt(services),
      ],
      [chooseCustomer, chooseReturns, chooseProducts, quote, finish],
    );
  }
}

interface ChooseReturnsState {
  readonly customerId: string;
  /** The one to return, where that is known. */
  readonly reservationId?: string;
  page?: number;
  shown?: string[];
}

/** Refusals that are about the choice itself, and so are said beside it. */
const RETURNS_FIELD: Partial<Record<RefusalCode, true>> = {
  NothingReturned: true,
  ReservationNotFound: true,
  ReservationBusy: true,
  ReservationExpired: true,
  NotReturnable: true,
  CurrenciesDiffer: true,
  FamiliesDiffer: true,
  ResellersDiffer: true,
  ReturnedTwice: true,
  QuantityNotWhole: true,
  QuantityOutOfRange: true,
};

class ChooseReturnsPrompt extends CardPrompt<ChooseReturnsState, ReturnWish[]> {
  constructor(private readonly services: Services) {
    super(CHOOSE_RETURNS);
  }

  protected override async show(turn: Turn, state: ChooseReturnsState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    const search = { page: state.page ?? 1, returnable: true };
    const { customerName, reservations } = await desk.reservations(turn.actor, state.customerId, search);
    state.page = reservations.page;
    state.shown = reservations.items.map(({ reservation }) => reservation.id);
    const values = await desk.exchangeValues(turn.actor, state.customerId, state.shown);
    const entries = { ...(state.reservationId ? { reservations: state.reservationId } : {}), ...ask.entries };
    return chooseReturnsCard(turn.words, { customerName, reservations, values }, { ...ask, entries });
  }

  protected override async read(
    turn: Turn,
    state: ChooseReturnsState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<ReturnWish[]>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text);
    const before = ask.entries?.reservations ?? '';
    const elsewhere = before.split(',').filter((id) => id !== '' && !state.shown?.includes(id));
    const chosen = [...elsewhere, ...(answer.values.reservations ?? '').split(',').filter((id) => id !== '')];
    const entries = { ...ask.entries, ...answer.values, reservations: chosen.join(',') };
    if (answer.action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true, entries };
    }
    const wishes = chosen.map((reservationId) => ({
      reservationId,
      quantity: entries[`quantity_${reservationId}` as keyof typeof entries] ?? '',
    }));
    return await this.chosen(turn, state, wishes, entries);
  }

  /** "1, 3", or "1 x 2" for two of the first. */
  private async readText(
    turn: Turn,
    state: ChooseReturnsState,
    text: string,
  ): Promise<Reaction<ReturnWish[]>> {
    if (says(turn, 'dialog.commands.more')) {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    const wishes: ReturnWish[] = [];
    for (const part of text.split(/[,;]|\band\b/)) {
      const typed = /^(\d{1,2})(?:\s*[x×*]\s*(\d+))?$/.exec(part.trim());
      const reservationId = typed && state.shown?.[Number(typed[1]) - 1];
      if (!reservationId) {
        const how = turn.words.t('dialog.ask.howReturns');
        return {
          again: true,
          errors: { reservations: turn.words.t('dialog.ask.useButtons', { text: text.slice(0, 80), how }) },
        };
      }
      wishes.push({ reservationId, quantity: typed[2] ?? '' });
    }
    return await this.chosen(turn, state, wishes, {});
  }

  private async chosen(
    turn: Turn,
    state: ChooseReturnsState,
    wishes: readonly ReturnWish[],
    entries: Readonly<Record<string, string>>,
  ): Promise<Reaction<ReturnWish[]>> {
    const { words } = turn;
    try {
      if (wishes.length === 0) throw new Refusal({ code: 'NothingReturned' });
      const wish = { returns: wishes, purchases: [] };
      const checked = await this.services.desk.exchangeSoFar(
        turn.actor,
        state.customerId,
        wish,
        words.locale,
      );
      const value = words.money(checked.returnedValue, checked.currency);
      const returns = checked.returns.map(({ reservationId, quantity }) => ({
        reservationId,
        quantity: String(quantity),
      }));
      return { done: returns, stands: words.t('dialog.stands.returns', { count: returns.length, value }) };
    } catch (error) {
      if (!(error instanceof Refusal) || !RETURNS_FIELD[error.facts.code]) throw error;
      return { again: true, entries, errors: { reservations: wordsOf(turn, error.facts) } };
    }
  }
}

interface ExchangeProductState extends ChooseProductState {
  readonly customerId: string;
  readonly returns: readonly ReturnWish[];
  purchases: PurchaseWish[];
}

class ChooseProductInExchangePrompt extends ChooseProductPrompt<ExchangeProductState, PurchaseWish[]> {
  constructor(private readonly services: Services) {
    super(CHOOSE_PRODUCT);
  }

  protected override async surroundings(turn: Turn, state: ExchangeProductState): Promise<Surroundings> {
    const soFar = await this.services.desk.exchangeSoFar(
      turn.actor,
      state.customerId,
      state,
      turn.words.locale,
    );
    const { customer, currency, returnedValue, purchases, newCommitment, subscriptions } = soFar;
    return {
      customerName: customer.name,
      purpose: 'exchange',
      subscriptions,
      segment: customer.segment,
      cartItems: 0,
      exchange: { currency, returnedValue, chosen: purchases, chosenTotal: newCommitment },
    };
  }

  protected override async offers(
    turn: Turn,
    state: ExchangeProductState,
    filter: OfferFilter,
  ): Promise<Offers> {
    return await this.services.desk.exchangeOffers(turn.actor, state.customerId, state.returns, filter);
  }

  protected override async choose(
    turn: Turn,
    state: ExchangeProductState,
    chosen: Chosen,
  ): Promise<Reaction<PurchaseWish[]>> {
    const { actor, words } = turn;
    const { productId, quantity, subscriptionId } = chosen;
    const purchases = [...state.purchases, { productId, quantity, subscriptionId }];
    const wish = { returns: state.returns, purchases };
    const soFar = await this.services.desk.exchangeSoFar(actor, state.customerId, wish, words.locale);
    // Not enough yet: what was chosen stays, and more is asked for.
    state.purchases = purchases;
    if (!soFar.enough) return { again: true };
    const added = soFar.purchases[purchases.length - 1];
    const product = added ? productLine(words, added.product) : '';
    return {
      done: purchases,
      stands: words.t('dialog.stands.product', { quantity: added?.quantity ?? 0, product }),
    };
  }

  protected override async goOn(turn: Turn, state: ExchangeProductState): Promise<Reaction<PurchaseWish[]>> {
    const soFar = await this.services.desk.exchangeSoFar(
      turn.actor,
      state.customerId,
      state,
      turn.words.locale,
    );
    if (!soFar.enough) return { again: true };
    return { done: state.purchases, stands: turn.words.t('dialog.stands.toReview') };
  }
}

interface ExchangeQuoteState extends ExchangeProductState {
  quoteId?: string;
  changed?: boolean;
}

class ExchangeQuotePrompt extends CardPrompt<ExchangeQuoteState, RequestFiled | typeof CHANGE> {
  constructor(private readonly services: Services) {
    super(EXCHANGE_QUOTE);
  }

  protected override async show(turn: Turn, state: ExchangeQuoteState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    const answer = await desk.quoteExchange(turn.actor, state.customerId, state, turn.words.locale);
    state.quoteId = answer.quote.id;
    const changed = state.changed === true;
    delete state.changed;
    const entries = { ...(await presetContact(desk, turn)), ...ask.entries };
    return exchangeQuoteCard(turn.words, { answer, changed }, { ...ask, entries });
  }

  protected override async read(
    turn: Turn,
    state: ExchangeQuoteState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<RequestFiled | typeof CHANGE>> {
    const change = answer.by === 'card' ? answer.action === 'change' : says(turn, 'dialog.commands.change');
    if (change) return { done: CHANGE, stands: turn.words.t('dialog.stands.changing') };
    if (answer.by === 'card') {
      if (answer.action !== 'file') return { again: true, entries: answer.values };
      return await this.file(turn, state, answer.values, ask);
    }
    const entries = { ...(await presetContact(this.services.desk, turn)), ...ask.entries };
    if (says(turn, 'dialog.commands.file')) return await this.file(turn, state, entries, ask);
    const how = turn.words.t('dialog.ask.howQuote');
    await turn.replies.text(turn.words.t('dialog.ask.useButtons', { text: answer.text.slice(0, 80), how }));
    return { again: true, entries };
  }

  private async file(
    turn: Turn,
    state: ExchangeQuoteState,
    entries: Readonly<Record<string, string>>,
    ask: Ask,
  ): Promise<Reaction<RequestFiled | typeof CHANGE>> {
    const { words, actor } = turn;
    const filing = { quoteId: state.quoteId ?? '', contact: contactFrom(entries) };
    try {
      const filed = await this.services.desk.fileExchange(actor, state.customerId, filing, ask.cardId);
      const { quote, number } = filed.request;
      const amount = quote.kind === 'exchange' ? words.money(quote.netToPay, quote.currency) : '';
      return { done: filed, stands: words.t('dialog.stands.filed', { number, amount }) };
    } catch (error) {
      if (isRefusal(error, 'ContactInvalid')) {
        return { again: true, entries, errors: contactErrors(turn, error.facts.fields) };
      }
      if (isRefusal(error, 'QuoteChanged')) {
        state.changed = true;
        return { again: true, entries };
      }
      throw error;
    }
  }
}
