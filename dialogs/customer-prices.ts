/** Customer prices: customer → the rule and what it makes of the products → changed, as often as wanted. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { customerPricesCard, NO_PRODUCT } from '../cards/views/partner/customer-prices.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import type { PriceChange } from '../domain/use-cases/partner/customer-prices.js';
import { type Answer, isOneOf, notUnderstood, type Reaction, says, typedNumber } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { wordsOf } from './choose-product.js';
import { afterCommand } from './commands.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { PartnerPrompt, type PartnerState } from './partner-prompt.js';
import type { Turn } from './turn.js';

const PRICES = 'customer-prices';

export class CustomerPricesDialog extends Flow {
  static readonly id = 'prices';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'prices' });

    const look = async (step: FlowStep) => await step.beginDialog(PRICES, { customerId: step.result });

    const finish = async (step: FlowStep) => await step.endDialog();

    super(
      CustomerPricesDialog.id,
      [new ChooseCustomerPrompt(services), new CustomerPricesPrompt(services)],
      [chooseCustomer, look, finish],
    );
  }
}

interface PricesState extends PartnerState {
  readonly customerId: string;
  query?: string;
  page?: number;
  /** Ids of the products that the card shows, for an answer by number. */
  shown?: string[];
  /** What stands in the field for the markup: only what is changed is written. */
  markup?: string;
}

type Fields = Readonly<Record<string, string>>;

const FIELD_OF: Partial<Record<RefusalCode, 'markup' | 'product' | 'price'>> = {
  MarkupInvalid: 'markup',
  ProductNotFound: 'product',
  PriceMissing: 'product',
  AmountInvalid: 'price',
};

const LONGEST_QUERY = 100;

class CustomerPricesPrompt extends PartnerPrompt<PricesState> {
  constructor(private readonly services: Services) {
    super(PRICES);
  }

  protected override async show(turn: Turn, state: PricesState, ask: Ask): Promise<Card> {
    const { query = '', page = 1, customerId } = state;
    const search = isOneOf(turn, 'partner.typed.ownPrices', query) ? { onlyOwn: true } : { text: query };
    const facts = await this.services.desk.customerPrices(turn.actor, customerId, { ...search, page });
    state.page = facts.products.page;
    state.shown = facts.products.items.map(({ product }) => product.id);
    state.markup = turn.words.decimal(facts.markupPercent);
    return customerPricesCard(turn.words, { facts, query }, ask);
  }

  protected override async read(
    turn: Turn,
    state: PricesState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<null>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text, ask.cardId);
    const { action, values } = answer;
    if (action === 'clear') return await this.clear(turn, state, ask.cardId);
    if (action === 'more') return this.more(state, values);
    if (action === 'search') return this.search(state, values.search ?? '', values);
    if (action === 'save') return await this.save(turn, state, values, ask.cardId);
    if (action !== 'removeOne') return { again: true, entries: values };
    const { product = NO_PRODUCT } = values;
    if (product === NO_PRODUCT) return this.wrong(turn, values, 'product', 'chooseProduct');
    return await this.change(turn, state, { own: { productId: product, price: '' } }, values, ask.cardId);
  }

  /** What was filled in: another markup, the price of a product, or both; else what was searched for. */
  private async save(
    turn: Turn,
    state: PricesState,
    values: Fields,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const { product = NO_PRODUCT, price = '', search = '' } = values;
    const markup = values.markup?.trim();
    const another = markup !== undefined && markup !== state.markup;
    if (product === NO_PRODUCT && price.trim() !== '')
      return this.wrong(turn, values, 'product', 'chooseProduct');
    if (product !== NO_PRODUCT && price.trim() === '') return this.wrong(turn, values, 'price', 'fillPrice');
    if (product === NO_PRODUCT && !another && search.trim() !== (state.query ?? ''))
      return this.search(state, search, {});
    const wish = {
      ...(another ? { markup } : {}),
      ...(product === NO_PRODUCT ? {} : { own: { productId: product, price } }),
    };
    return await this.change(turn, state, wish, values, attemptId);
  }

  /** "markup 12.5", "price 2 600.00", "remove 2", "remove all", "more"; anything else is looked for. */
  protected override async obey(
    turn: Turn,
    state: PricesState,
    text: string,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const { words, replies } = turn;
    if (says(turn, 'dialog.commands.more')) return this.more(state, {});
    if (says(turn, 'partner.typed.clear')) return await this.clear(turn, state, attemptId);
    const markup = afterCommand(words, 'partner.typed.markup', text);
    if (markup) return await this.change(turn, state, { markup }, { markup }, attemptId);
    const own = this.typedPrice(turn, state, text);
    if (own) {
      const entries = { product: own.productId, price: own.price };
      return await this.change(turn, state, { own }, entries, attemptId);
    }
    const command = ['markup', 'price', 'removePrice'].some(
      (key) => afterCommand(words, `partner.typed.${key}`, text) !== undefined,
    );
    // The word of a button, with nothing to save, is no product.
    if (!command && !says(turn, 'dialog.commands.save')) return this.search(state, text, {});
    const example = { markup: words.decimal('12.5'), price: words.decimal('600.00') };
    await replies.text(notUnderstood(turn, text, words.t('partner.ask.howPrices', example)));
    return { again: true };
  }

  private typedPrice(
    { words }: Turn,
    { shown = [] }: PricesState,
    text: string,
  ): { productId: string; price: string } | undefined {
    const set = afterCommand(words, 'partner.typed.price', text);
    const removed = afterCommand(words, 'partner.typed.removePrice', text);
    const [, row = '', price = ''] = /^(\d{1,2})\s+(\S.*)$/.exec(set ?? '') ?? [];
    const number = typedNumber(removed ?? row, shown.length);
    const productId = number && shown[number - 1];
    return productId ? { productId, price } : undefined;
  }

  private async change(
    turn: Turn,
    { customerId }: PricesState,
    wish: Omit<PriceChange, 'locale'>,
    entries: Fields,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const { words, actor, replies } = turn;
    const change = { ...wish, locale: words.locale };
    try {
      const { changed } = await this.services.desk.setCustomerPrices(actor, customerId, change, attemptId);
      await replies.text(words.t(`partner.prices.${changed ? 'saved' : 'unchanged'}`));
      return { again: true };
    } catch (error) {
      const field = error instanceof Refusal ? FIELD_OF[error.facts.code] : undefined;
      if (!(error instanceof Refusal) || !field) throw error;
      return { again: true, entries, errors: { [field]: wordsOf(turn, error.facts) } };
    }
  }

  private async clear(turn: Turn, { customerId }: PricesState, attemptId: string): Promise<Reaction<null>> {
    const { words, actor, replies } = turn;
    const { changed } = await this.services.desk.removeCustomerPrices(actor, customerId, attemptId);
    await replies.text(words.t(`partner.prices.${changed ? 'removed' : 'unchanged'}`));
    return { again: true };
  }

  private search(state: PricesState, text: string, { search: _, ...entries }: Fields): Reaction<null> {
    state.query = text.trim().slice(0, LONGEST_QUERY);
    state.page = 1;
    return { again: true, entries };
  }

  private more(state: PricesState, entries: Fields): Reaction<null> {
    state.page = (state.page ?? 1) + 1;
    return { again: true, entries };
  }

  private wrong({ words }: Turn, entries: Fields, field: string, key: string): Reaction<null> {
    return { again: true, entries, errors: { [field]: words.t(`partner.prices.${key}`) } };
  }
}
