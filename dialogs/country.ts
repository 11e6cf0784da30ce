/** Putting a customer's country right: customer → country → confirmed, and the customer's card as it stands then. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { askCountryCard } from '../cards/views/ask-country.js';
import { customerCard } from '../cards/views/customer.js';
import { countryFromText, soldIn } from '../domain/policy/markets.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, type Reaction, says } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { wordsOf } from './choose-product.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { type Turn, turnOf } from './turn.js';

const CORRECT_COUNTRY = 'correct-country';

export class CountryDialog extends Flow {
  static readonly id = 'country';

  constructor(services: Services) {
    /** "country Nigeria" is about the customer that was worked with last; any other words say which customer. */
    const chooseCustomer = async (step: FlowStep) => {
      const { query = '', customerId } = step.options;
      const turn = turnOf(step.context);
      const country = customerId === undefined && countryFromText(query, turn.words.locale);
      if (!country)
        return await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'country' });
      Object.assign(step.values, { country });
      const { recent, items } = await services.desk.findCustomers(turn.actor, {}, turn.words.country);
      const [latest] = recent > 0 ? items : [];
      return latest
        ? await step.next(latest.id)
        : await step.beginDialog(ChooseCustomerPrompt.id, { job: 'country' });
    };

    const correct = async (step: FlowStep) =>
      await step.beginDialog(CORRECT_COUNTRY, { ...step.values, customerId: step.result });

    const show = async (step: FlowStep) => {
      const { actor, replies, words } = turnOf(step.context);
      await replies.card(customerCard(words, await services.desk.customer(actor, step.result)));
      return await step.endDialog();
    };

    super(
      CountryDialog.id,
      [new ChooseCustomerPrompt(services), new CorrectCountryPrompt(services)],
      [chooseCustomer, correct, show],
    );
  }
}

interface CountryState {
  readonly customerId: string;
  /** The country that was understood, waiting to be confirmed. */
  country?: string;
}

class CorrectCountryPrompt extends CardPrompt<CountryState, string> {
  constructor(private readonly services: Services) {
    super(CORRECT_COUNTRY);
  }

  protected override async show(turn: Turn, { customerId, country }: CountryState, ask: Ask): Promise<Card> {
    const { words } = turn;
    const { customer } = await this.services.desk.customer(turn.actor, customerId);
    const facts = { customerName: customer.name, standing: customer.country ?? '' };
    return askCountryCard(words, facts, country && !ask.errors ? toConfirm(turn, country, ask) : ask);
  }

  protected override async read(
    turn: Turn,
    state: CountryState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<string>> {
    const { words, actor } = turn;
    const typed = answer.by === 'text' ? answer.text : (answer.values.country ?? '').trim();
    const text = says(turn, 'dialog.commands.yes') ? (state.country ?? typed) : typed;
    const understood = countryFromText(text, words.locale);
    if (understood && understood !== state.country) {
      state.country = understood;
      return { again: true };
    }
    try {
      const { customerId } = state;
      const input = { text, locale: words.locale };
      const customer = await this.services.desk.correctCountry(actor, customerId, input, ask.cardId);
      const country = words.country(customer.country ?? '');
      return { done: customerId, stands: words.t('dialog.stands.country', { country }) };
    } catch (error) {
      if (!isRefusal(error, 'CountryNotRecognized')) throw error;
      return { again: true, entries: { country: text }, errors: { country: wordsOf(turn, error.facts) } };
    }
  }
}

/** What was understood, to be answered once more; where nothing is sold there, that it stops what can be bought. */
function toConfirm({ words }: Turn, code: string, ask: Ask): Ask {
  const country = words.country(code);
  const key = soldIn(code) ? 'customer.country.confirm' : 'customer.country.confirmBlocked';
  return { ...ask, entries: { country }, errors: { country: words.t(key, { country }) } };
}
