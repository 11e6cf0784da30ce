/** Buying: customer → what stands in the way → product and quantity → review → order. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { askCountryCard } from '../cards/views/ask-country.js';
import { productLine } from '../cards/views/names.js';
import { orderPlacedCard } from '../cards/views/order-placed.js';
import { resellerNamed } from '../cards/views/reseller-field.js';
import type { OfferFilter, Offers, Review } from '../domain/answers.js';
import { countryFromText } from '../domain/policy/markets.js';
import { isRefusal, Refusal } from '../domain/refusals.js';
import { AddPlanPrompt, type Cleared } from './add-plan.js';
import { type Answer, CardPrompt, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import {
  ChooseProductPrompt,
  type ChooseProductState,
  meant,
  type Surroundings,
  wordsOf,
} from './choose-product.js';
import { again, Flow, type FlowStep, type Services } from './flow.js';
import type { Chosen } from './product-fields.js';
import { type ReviewDone, ReviewPrompt } from './review.js';
import { type Turn, turnOf } from './turn.js';

const ASK_COUNTRY = 'ask-country';
const CHOOSE_PRODUCT = 'choose-product-to-buy';

export class BuyDialog extends Flow {
  static readonly id = 'buy';

  constructor(services: Services) {
    const { desk } = services;

    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'buy' });

    const clearTheWay = async (step: FlowStep) => {
      const customerId: string = step.result;
      try {
        await desk.startBuying(turnOf(step.context).actor, customerId);
        return await step.next(customerId);
      } catch (error) {
        if (isRefusal(error, 'CountryUnknown')) return await step.beginDialog(ASK_COUNTRY, { customerId });
        const needsPlan = isRefusal(error, 'NoUsableSubscription') || isRefusal(error, 'NeedsAzurePlan');
        if (needsPlan) return await step.beginDialog(AddPlanPrompt.id, { customerId });
        throw error;
      }
    };

    const chooseProduct = async (step: FlowStep) => {
      const { customerId, cleared } = asCleared(step.result);
      const { review, said } = step.options;
      if (cleared) return await again(step, { ...step.options, customerId });
      Object.assign(step.values, { customerId });
      if (review) return await step.next();
      return await step.beginDialog(CHOOSE_PRODUCT, { customerId, said: said?.purchases, manner: said });
    };

    const review = async (step: FlowStep) =>
      await step.beginDialog(ReviewPrompt.id, { customerId: customerOf(step) });

    const finish = async (step: FlowStep) => {
      const { placed, addMore }: ReviewDone = step.result;
      if (addMore) return await again(step, { customerId: customerOf(step) });
      const { replies, words } = turnOf(step.context);
      if (placed) await replies.card(orderPlacedCard(words, { placed }));
      else await replies.text(words.t('dialog.emptyCart'));
      return await step.endDialog();
    };

    super(
      BuyDialog.id,
      [
        new ChooseCustomerPrompt(services),
        new AskCountryPrompt(services),
        new AddPlanPrompt(services),
        new ChooseProductToBuyPrompt(services),
        new ReviewPrompt(services),
      ],
      [chooseCustomer, clearTheWay, chooseProduct, review, finish],
    );
  }
}

function asCleared(result: string | Cleared): Cleared {
  return typeof result === 'string' ? { customerId: result, cleared: false } : result;
}

function customerOf(step: FlowStep): string {
  return (step.values as { customerId: string }).customerId;
}

interface CustomerState {
  readonly customerId: string;
}

interface CountryState extends CustomerState {
  /** The country that was understood, waiting to be confirmed. */
  country?: string;
}

class AskCountryPrompt extends CardPrompt<CountryState, Cleared> {
  constructor(private readonly services: Services) {
    super(ASK_COUNTRY);
  }

  protected override async show(turn: Turn, { customerId }: CountryState, ask: Ask): Promise<Card> {
    const { customer } = await this.services.desk.customer(turn.actor, customerId);
    return askCountryCard(turn.words, { customerName: customer.name }, ask);
  }

  protected override async read(
    turn: Turn,
    state: CountryState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Cleared>> {
    const { customerId } = state;
    const { words, actor } = turn;
    const typed = answer.by === 'text' ? answer.text : (answer.values.country ?? '').trim();
    const text = says(turn, 'dialog.commands.yes') ? (state.country ?? typed) : typed;
    const understood = countryFromText(text, words.locale);
    if (understood && understood !== state.country) {
      // "no" is Norway's code, too: what can not be taken back is confirmed first.
      state.country = understood;
      const country = words.country(understood);
      const confirm = words.t('dialog.ask.confirmCountry', { country });
      return { again: true, entries: { country }, errors: { country: confirm } };
    }
    try {
      const customer = await this.services.desk.setCountry(
        actor,
        customerId,
        { text, locale: words.locale },
        ask.cardId,
      );
      const country = words.country(customer.country ?? '');
      return { done: { customerId, cleared: true }, stands: words.t('dialog.stands.country', { country }) };
    } catch (error) {
      if (!isRefusal(error, 'CountryNotRecognized')) throw error;
      return { again: true, entries: { country: text }, errors: { country: wordsOf(turn, error.facts) } };
    }
  }
}

interface BuyProductState extends ChooseProductState {
  readonly customerId: string;
  /** What could not be as it was said, and has been told. */
  told?: string[];
}

class ChooseProductToBuyPrompt extends ChooseProductPrompt<BuyProductState, true> {
  constructor(services: Services) {
    super(CHOOSE_PRODUCT, services);
  }

  protected override async surroundings(turn: Turn, state: BuyProductState): Promise<Surroundings> {
    const start = await this.services.desk.startBuying(turn.actor, state.customerId);
    const { customer, subscriptions, cartItems } = start;
    const segment = state.filter?.segment ?? customer.segment;
    return { customerName: customer.name, purpose: 'buy', subscriptions, segment, cartItems };
  }

  protected override async offers(turn: Turn, state: BuyProductState, filter: OfferFilter): Promise<Offers> {
    return await this.services.desk.offers(turn.actor, state.customerId, filter);
  }

  protected override async choose(
    turn: Turn,
    state: BuyProductState,
    chosen: Chosen,
    cardId: string,
  ): Promise<Reaction<true>> {
    const { desk } = this.services;
    const { subscriptions } = await desk.startBuying(turn.actor, state.customerId);
    const subscriptionId = meant(subscriptions, chosen.subscriptionId);
    const item = { ...chosen, itemId: cardId, subscriptionId };
    const review = await desk.addToCart(turn.actor, state.customerId, item, turn.words.locale);
    const added = review.items.find(({ id }) => id === cardId);
    const product = added ? productLine(turn.words, added.product) : '';
    await this.inManner(turn, state, cardId, review);
    return {
      done: true,
      stands: turn.words.t('dialog.stands.product', { quantity: added?.quantity ?? 0, product }),
    };
  }

  /** Billing, scope and reseller as they were said. What can not be so is named, and stays as the desk presets it. */
  private async inManner(
    turn: Turn,
    state: BuyProductState,
    itemId: string,
    { resellers }: Review,
  ): Promise<void> {
    const { billing, scope, reseller } = state.manner ?? {};
    const resellerId = reseller && (resellerNamed(resellers, reseller)?.id ?? reseller);
    for (const [field, value] of Object.entries({ billing, scope, resellerId })) {
      if (!value) continue;
      const change = { itemId, [field]: value };
      const problems = await this.services.desk.changeCart(
        turn.actor,
        state.customerId,
        [change],
        turn.words.locale,
      );
      const told = problems.map(({ facts }) => wordsOf(turn, facts));
      for (const text of told.filter((one) => !state.told?.includes(one))) await turn.replies.text(text);
      state.told = [...(state.told ?? []), ...told];
    }
  }

  protected override async goOn(turn: Turn, state: BuyProductState): Promise<Reaction<true>> {
    const { cartItems } = await this.services.desk.startBuying(turn.actor, state.customerId);
    if (cartItems === 0) throw new Refusal({ code: 'CartEmpty' });
    return { done: true, stands: turn.words.t('dialog.stands.toReview') };
  }
}
