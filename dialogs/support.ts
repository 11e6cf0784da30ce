/** A new support request: customer → what it is about → what is asked, and how Support reaches you → filed. */

import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { chooseTopicCard } from '../cards/views/choose-topic.js';
import { requestFiledCard } from '../cards/views/request-filed.js';
import { supportFormCard } from '../cards/views/support-form.js';
import type { RequestFiled } from '../domain/answers.js';
import { type Topic, type TopicPath, topicNames, topicsBelow } from '../domain/policy/support-topics.js';
import { isRefusal } from '../domain/refusals.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says, typedNumber } from './card-prompt.js';
import { ChooseCustomerPrompt } from './choose-customer.js';
import { afterCommand } from './commands.js';
import { contactErrors, contactFrom, presetContact } from './filing.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { type Turn, turnOf } from './turn.js';

const CHOOSE_TOPIC = 'choose-topic';
const SUPPORT_FORM = 'support-form';

export class SupportDialog extends Flow {
  static readonly id = 'support';

  constructor(services: Services) {
    const chooseCustomer = async (step: FlowStep) =>
      await step.beginDialog(ChooseCustomerPrompt.id, { ...step.options, job: 'support' });

    const chooseTopic = async (step: FlowStep) => {
      const customerId: string = step.result;
      Object.assign(step.values, { customerId });
      return await step.beginDialog(CHOOSE_TOPIC, { customerId, path: {} });
    };

    const fillIn = async (step: FlowStep) => {
      const topic: Topic = step.result;
      const { customerId } = step.values as { customerId: string };
      const { reservationId } = step.options;
      return await step.beginDialog(SUPPORT_FORM, {
        customerId,
        topic,
        ...(reservationId ? { reservationId } : {}),
      });
    };

    const finish = async (step: FlowStep) => {
      const filed: RequestFiled = step.result;
      const { replies, words } = turnOf(step.context);
      await replies.card(requestFiledCard(words, filed));
      return await step.endDialog();
    };

    super(
      SupportDialog.id,
      [new ChooseCustomerPrompt(services), new ChooseTopicPrompt(services), new SupportFormPrompt(services)],
      [chooseCustomer, chooseTopic, fillIn, finish],
    );
  }
}

interface ChooseTopicState {
  readonly customerId: string;
  path: TopicPath;
}

class ChooseTopicPrompt extends CardPrompt<ChooseTopicState, Topic> {
  constructor(private readonly services: Services) {
    super(CHOOSE_TOPIC);
  }

  protected override async show(turn: Turn, { customerId, path }: ChooseTopicState, ask: Ask): Promise<Card> {
    const { customer } = await this.services.desk.customer(turn.actor, customerId);
    return chooseTopicCard(turn.words, { customerName: customer.name, path }, ask);
  }

  protected override async read(
    turn: Turn,
    state: ChooseTopicState,
    answer: Answer,
  ): Promise<Reaction<Topic>> {
    const back = answer.by === 'card' ? answer.action === 'back' : says(turn, 'dialog.commands.back');
    if (back) {
      state.path = above(state.path);
      return { again: true };
    }
    const { path } = state;
    const choices = topicsBelow(path);
    const chosen =
      answer.by === 'card'
        ? choices.find(({ id }) => id === answer.values.topic)
        : (choices[(typedNumber(answer.text, choices.length) ?? 0) - 1] ?? named(choices, answer.text));
    if (!chosen) return { again: true, errors: { topic: turn.words.t('support.ask.topic') } };
    const { issueType, problemType } = path;
    if (issueType !== undefined && problemType !== undefined) {
      const topic = { issueType, problemType, category: chosen.id };
      const stands = turn.words.t('support.stands.topic', { topic: topicNames(topic).join(' › ') });
      return { done: topic, stands };
    }
    state.path = issueType === undefined ? { issueType: chosen.id } : { issueType, problemType: chosen.id };
    return { again: true };
  }
}

/** One step back towards the issue types. */
function above({ issueType, problemType }: TopicPath): TopicPath {
  return issueType !== undefined && problemType !== undefined ? { issueType } : {};
}

/** The one whose name has the typed text in it. */
function named<T extends { name: string }>(choices: readonly T[], text: string): T | undefined {
  const typed = text.toLocaleLowerCase('en');
  const fitting = choices.filter(({ name }) => name.toLocaleLowerCase('en').includes(typed));
  return fitting.length === 1 ? fitting[0] : undefined;
}

interface SupportFormState {
  readonly customerId: string;
  readonly topic: Topic;
  readonly reservationId?: string;
}

/** The fields that can be typed, by the word before them. */
const TYPED = ['subject', 'description', 'severity', 'reservation'] as const;

class SupportFormPrompt extends CardPrompt<SupportFormState, RequestFiled> {
  constructor(private readonly services: Services) {
    super(SUPPORT_FORM);
  }

  protected override async show(turn: Turn, state: SupportFormState, ask: Ask): Promise<Card> {
    const { customerId, topic, reservationId } = state;
    const { desk } = this.services;
    const { customer } = await desk.customer(turn.actor, customerId);
    const about = reservationId
      ? { reservation: (await desk.reservation(turn.actor, customerId, reservationId)).reservation }
      : {};
    const entries = { ...(await this.presets(turn, state)), ...ask.entries };
    return supportFormCard(
      turn.words,
      { customerName: customer.name, topic, subscriptions: customer.subscriptions, ...about },
      { ...ask, entries },
    );
  }

  /** The fields as they are filled in before the user does: the reservation where it is known, or the only subscription. */
  private async presets(
    turn: Turn,
    { customerId, reservationId = '' }: SupportFormState,
  ): Promise<Record<string, string>> {
    const { desk } = this.services;
    const [only, ...others] = (await desk.customer(turn.actor, customerId)).customer.subscriptions;
    const subscription = only && others.length === 0 && !reservationId ? only.id : NO_SUBSCRIPTION;
    const contact = await presetContact(desk, turn);
    return { ...contact, severity: 'C', reservation: reservationId, subscription };
  }

  /** "reservation" and the like name a field here. */
  override claims(turn: Turn): boolean {
    return typedField(turn, turn.text) !== undefined;
  }

  protected override async read(
    turn: Turn,
    state: SupportFormState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<RequestFiled>> {
    if (answer.by === 'card') {
      if (answer.action !== 'file') return { again: true, entries: answer.values };
      return await this.file(turn, state, answer.values, ask);
    }
    const entries = { ...(await this.presets(turn, state)), ...ask.entries };
    if (says(turn, 'dialog.commands.file')) return await this.file(turn, state, entries, ask);
    const typed = typedField(turn, answer.text);
    if (typed) return { again: true, entries: { ...entries, ...typed } };
    await turn.replies.text(notUnderstood(turn, answer.text, turn.words.t('support.ask.how')));
    return { again: true, entries };
  }

  private async file(
    turn: Turn,
    state: SupportFormState,
    entries: Readonly<Record<string, string>>,
    ask: Ask,
  ): Promise<Reaction<RequestFiled>> {
    const { words, actor } = turn;
    const { severity = '', subject = '', description = '', reservation = '', subscription = '' } = entries;
    const wish = {
      ...state.topic,
      ...{ severity, subject, description },
      reservationId: reservation,
      subscriptionId: subscription === NO_SUBSCRIPTION ? '' : subscription,
      contact: contactFrom(entries),
    };
    try {
      const filed = await this.services.desk.fileSupport(actor, state.customerId, wish, ask.cardId);
      const { number } = filed.request;
      return { done: filed, stands: words.t('support.stands.filed', { number }) };
    } catch (error) {
      if (isRefusal(error, 'ContactInvalid')) {
        return { again: true, entries, errors: contactErrors(turn, error.facts.fields) };
      }
      if (!isRefusal(error, 'SupportInvalid')) throw error;
      const errors = error.facts.fields.map((field) => [field, words.t(`support.wrong.${field}`)]);
      return { again: true, entries, errors: Object.fromEntries(errors) };
    }
  }
}

/** In the list of subscriptions: none. */
const NO_SUBSCRIPTION = '-';

/** "subject Invoice is missing", "severity B": the field and what it is from now on. */
function typedField({ words }: Turn, text: string): Record<string, string> | undefined {
  for (const field of TYPED) {
    const rest = afterCommand(words, `dialog.commands.support.${field}`, text);
    if (!rest) continue;
    // A sentence keeps its full stop, which a command does not need.
    const written = text.normalize();
    return { [field]: field === 'severity' ? rest.toUpperCase() : written.slice(written.lastIndexOf(rest)) };
  }
  return undefined;
}
