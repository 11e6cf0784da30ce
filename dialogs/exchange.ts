/** Exchanges: customer → what is returned → what is bought → old against new, with contact preferences → filed. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { exchangeQuoteCard } from '../cards/views/exchange-quote.js';
import { productLine } from '../cards/views/names.js';
import { requestFiledCard } from '../cards/views/request-filed.js';
import type { Offer, OfferFilter, Offers, RequestFiled } from '../domain/answers.js';
import { isRefusal } from '../domain/refusals.js';
import type { PurchaseWish, ReturnWish } from '../domain/use-cases/exchanging.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import {
  ChooseProductPrompt,
  type ChooseProductState,
  type Surroundings,
  wordsOf,
} from './choose-product.js';
import { ChooseReturnsPrompt } from './choose-returns.js';
import { contactErrors, contactFrom, presetContact, sayWhoWasFirst } from './filing.js';
import { again, Flow, type FlowStep, type Services } from './flow.js';
import { MISSING, MissingFactsPrompt } from './missing-facts.js';
import type { Manner } from './one-line/wish.js';
import type { Chosen } from './product-fields.js';
import { type Turn, turnOf } from './turn.js';

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
      return await step.beginDialog(ChooseReturnsPrompt.id, {
        customerId,
        reservationId: step.options.reservationId,
        said: step.options.said?.returns,
      });
    };

    const fillIn = async (step: FlowStep) => {
      const returns: ReturnWish[] | typeof MISSING = step.result;
      if (returns !== MISSING) return await step.next(returns);
      const { customerId } = values(step);
      return await step.beginDialog(MissingFactsPrompt.id, { customerId });
    };

    const howMany = async (step: FlowStep) => {
      const known: ReturnWish[] | string = step.result;
      if (typeof known !== 'string') return await step.next(known);
      const { customerId } = values(step);
      return await again(step, { customerId, reservationId: known });
    };

    const chooseProducts = async (step: FlowStep) => {
      const returns: ReturnWish[] = step.result;
      Object.assign(step.values, { returns });
      if (step.options.purchases) return await step.next(step.options.purchases);
      return await step.beginDialog(CHOOSE_PRODUCT, {
        customerId: values(step).customerId,
        returns,
        purchases: [],
        said: step.options.said?.purchases,
        manner: step.options.said,
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
        new MissingFactsPrompt(services),
        new ChooseProductInExchangePrompt(services),
        new ExchangeQuotePrompt(services),
      ],
      [chooseCustomer, chooseReturns, fillIn, howMany, chooseProducts, quote, finish],
    );
  }
}

interface ExchangeProductState extends ChooseProductState {
  readonly customerId: string;
  readonly returns: readonly ReturnWish[];
  purchases: PurchaseWish[];
}

class ChooseProductInExchangePrompt extends ChooseProductPrompt<ExchangeProductState, PurchaseWish[]> {
  constructor(services: Services) {
    super(CHOOSE_PRODUCT, services);
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

  /** Those in the region of what is returned. */
  protected override async likelier(
    turn: Turn,
    { customerId, returns }: ExchangeProductState,
    offers: readonly Offer[],
  ): Promise<readonly Offer[]> {
    const wish = { returns, purchases: [] };
    const soFar = await this.services.desk.exchangeSoFar(turn.actor, customerId, wish, turn.words.locale);
    const here = offers.filter(({ product }) => product.region === soFar.returns[0]?.product.region);
    return here.length > 0 ? here : offers;
  }

  protected override async choose(
    turn: Turn,
    state: ExchangeProductState,
    chosen: Chosen,
  ): Promise<Reaction<PurchaseWish[]>> {
    const { actor, words } = turn;
    const { productId, quantity, subscriptionId } = chosen;
    const soFarWith = async (manner: Pick<PurchaseWish, 'billing' | 'scope'>) => {
      const purchases = [...state.purchases, { productId, quantity, subscriptionId, ...manner }];
      const wish = { returns: state.returns, purchases };
      const soFar = await this.services.desk.exchangeSoFar(actor, state.customerId, wish, words.locale);
      return { soFar, purchases };
    };
    const { soFar, purchases } = await inManner(turn, state.manner ?? {}, soFarWith);
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

/** With billing and scope as they were said; what can not be so is named, and is then as the desk presets it. */
async function inManner<T>(
  turn: Turn,
  { billing, scope }: Manner,
  tried: (manner: Pick<PurchaseWish, 'billing' | 'scope'>) => Promise<T>,
): Promise<T> {
  const manner = { ...(billing ? { billing } : {}), ...(scope ? { scope } : {}) };
  try {
    return await tried(manner);
  } catch (error) {
    if (isRefusal(error, 'BillingPlanNotOffered') && billing) {
      await turn.replies.text(wordsOf(turn, error.facts));
      return await inManner(turn, scope ? { scope } : {}, tried);
    }
    if (isRefusal(error, 'ScopeNotOffered') && scope) {
      await turn.replies.text(wordsOf(turn, error.facts));
      return await inManner(turn, billing ? { billing } : {}, tried);
    }
    throw error;
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

  override handsOver({ quoteId }: ExchangeQuoteState): string {
    return `quote/${quoteId ?? ''}`;
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
    await turn.replies.text(notUnderstood(turn, answer.text, how));
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
      const amount = quote?.kind === 'exchange' ? words.money(quote.netToPay, quote.currency) : '';
      return { done: filed, stands: words.t('dialog.stands.filed', { number, amount }) };
    } catch (error) {
      if (isRefusal(error, 'ContactInvalid')) {
        return { again: true, entries, errors: contactErrors(turn, error.facts.fields) };
      }
      if (isRefusal(error, 'QuoteChanged')) await sayWhoWasFirst(turn, error.facts.first);
      if (isRefusal(error, 'QuoteChanged')) {
        state.changed = true;
        return { again: true, entries };
      }
      throw error;
    }
  }
}
