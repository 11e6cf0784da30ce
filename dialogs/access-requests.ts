/** Colleagues who ask to be let in: the list → one of them → approved with roles, or declined (rules section 1). */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import { accessRequestCard, chooseAccessRequestCard } from '../cards/views/partner/access-requests.js';
import { rolesText } from '../cards/views/partner/colleagues.js';
import { ROLES } from '../domain/model.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import type { AccessDecided, AccessDecision } from '../domain/use-cases/partner/access-requests.js';
import { type TypedDecision, typedDecision, typedField } from './access-request-words.js';
import { type Answer, notUnderstood, type Reaction, says, typedNumber } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { PartnerPrompt, type PartnerState } from './partner-prompt.js';
import type { Turn } from './turn.js';

const ACCESS_REQUESTS = 'access-requests-list';
const LONGEST_ECHO = 60;

export class AccessRequestsDialog extends Flow {
  static readonly id = 'accessRequests';

  constructor(services: Services) {
    const look = async (step: FlowStep) => await step.beginDialog(ACCESS_REQUESTS);

    const finish = async (step: FlowStep) => await step.endDialog();

    super(AccessRequestsDialog.id, [new AccessRequestsPrompt(services)], [look, finish]);
  }
}

interface AccessRequestsState extends PartnerState {
  page?: number;
  /** Ids of the rows that the card shows, for an answer by number. */
  shown?: string[];
  /** The one that is open in place of the list. */
  requestId?: string;
}

/** The fields of an approval, as filled in. */
type Entries = Readonly<Record<string, string>>;

/** The request waits no longer: that is said, and the others are shown. */
const GONE: readonly RefusalCode[] = ['AccessDecided', 'AccessRequestNotFound'];

class AccessRequestsPrompt extends PartnerPrompt<AccessRequestsState> {
  constructor(private readonly services: Services) {
    super(ACCESS_REQUESTS);
  }

  protected override async show(turn: Turn, state: AccessRequestsState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    if (state.requestId !== undefined) {
      try {
        return accessRequestCard(turn.words, await desk.accessRequest(turn.actor, state.requestId), ask);
      } catch (error) {
        await sayGone(turn, state, error);
      }
    }
    const requests = await desk.accessRequests(turn.actor, state.page ?? 1);
    state.page = requests.page;
    state.shown = requests.items.map(({ id }) => id);
    return chooseAccessRequestCard(turn.words, requests, ask);
  }

  protected override async read(
    turn: Turn,
    state: AccessRequestsState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<null>> {
    const { requestId } = state;
    if (answer.by === 'text') {
      const field = requestId === undefined ? undefined : typedField(turn, answer.text);
      if (field) return { again: true, entries: { ...ask.entries, ...field } };
      const decision = typedDecision(turn, answer.text);
      if (decision) return await this.typed(turn, state, decision, ask);
      return await this.readText(turn, state, answer.text, ask.cardId);
    }
    const { action, values } = answer;
    if (requestId === undefined) {
      if (action === 'more') return this.more(state);
      if (action === 'open') return await this.open(turn, state, values.request ?? '');
      return { again: true };
    }
    if (action === 'back') return this.back(state);
    if (action === 'approve') return await this.approve(turn, state, requestId, values, ask.cardId);
    if (action === 'decline')
      return await this.decide(turn, state, requestId, { kind: 'decline' }, ask.cardId);
    return { again: true };
  }

  protected override async obey(
    turn: Turn,
    state: AccessRequestsState,
    text: string,
  ): Promise<Reaction<null>> {
    if (state.requestId !== undefined && says(turn, 'newcomer.typed.back')) return this.back(state);
    if (says(turn, 'dialog.commands.more')) return this.more(state);
    const id = state.requestId === undefined ? this.shownAt(state, text) : undefined;
    if (id) return await this.open(turn, state, id);
    await turn.replies.text(notUnderstood(turn, text, howOf(turn, state)));
    return { again: true };
  }

  /** "approve 1 as helpdesk agent": what is not said is taken from the request, and asked for where it has none. */
  private async typed(
    turn: Turn,
    state: AccessRequestsState,
    { verb, number, roles, email, others }: TypedDecision,
    ask: Ask,
  ): Promise<Reaction<null>> {
    const { words, replies } = turn;
    if (others !== '') {
      const text = others.slice(0, LONGEST_ECHO);
      await replies.text(words.t('newcomer.wrong.words', { text, how: howOf(turn, state) }));
      return { again: true, ...(ask.entries ? { entries: ask.entries } : {}) };
    }
    const id = state.requestId ?? this.shownAt(state, number);
    if (!id) return { again: true, errors: { request: words.t('newcomer.wrong.number') } };
    if (verb === 'decline') return await this.decide(turn, state, id, { kind: 'decline' }, ask.cardId);
    const before = state.requestId === undefined ? {} : ask.entries;
    const known = { ...(await this.presets(turn, id)), ...before };
    const entries = {
      ...known,
      ...(email === '' ? {} : { email }),
      ...(roles.length === 0 ? {} : { roles: roles.join(',') }),
    };
    return await this.approve(turn, state, id, entries, ask.cardId);
  }

  /** What the request says of name and address; nothing where it waits no longer, which deciding will tell. */
  private async presets(turn: Turn, id: string): Promise<Entries> {
    try {
      const { name, email } = (await this.services.desk.accessRequest(turn.actor, id)).request;
      return { name, ...(email === undefined ? {} : { email }) };
    } catch (error) {
      if (!isGone(error)) throw error;
      return {};
    }
  }

  private async approve(
    turn: Turn,
    state: AccessRequestsState,
    id: string,
    { name = '', email = '', roles = '' }: Entries,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const ticked = roles.split(',');
    const decision = {
      kind: 'approve',
      name,
      email,
      roles: ROLES.filter((role) => ticked.includes(role)),
    } as const;
    try {
      return await this.decide(turn, state, id, decision, attemptId);
    } catch (error) {
      const errors = error instanceof Refusal ? errorsOf(turn, error) : undefined;
      if (!errors) throw error;
      state.requestId = id;
      return { again: true, entries: { name, email, roles }, errors };
    }
  }

  /** Says what was decided; then the others that wait, or nothing more where there is none. */
  private async decide(
    turn: Turn,
    state: AccessRequestsState,
    id: string,
    decision: AccessDecision,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const { desk } = this.services;
    try {
      const said = saidOf(turn, await desk.decideAccess(turn.actor, id, decision, attemptId));
      await turn.replies.text(said);
      delete state.requestId;
      const total = await desk.accessRequestCount(turn.actor);
      return total > 0
        ? { again: true }
        : { done: null, stands: turn.words.t('newcomer.list.context', { total }) };
    } catch (error) {
      await sayGone(turn, state, error);
      return { again: true };
    }
  }

  private async open(turn: Turn, state: AccessRequestsState, id: string): Promise<Reaction<null>> {
    try {
      await this.services.desk.accessRequest(turn.actor, id);
    } catch (error) {
      if (!isGone(error)) throw error;
      const wrong =
        error.facts.code === 'AccessDecided'
          ? wordsOf(turn, error.facts)
          : turn.words.t('newcomer.wrong.request');
      return { again: true, errors: { request: wrong } };
    }
    state.requestId = id;
    return { again: true };
  }

  private shownAt({ shown = [] }: AccessRequestsState, text: string): string | undefined {
    const number = typedNumber(text, shown.length);
    return number === undefined ? undefined : shown[number - 1];
  }

  private back(state: AccessRequestsState): Reaction<null> {
    delete state.requestId;
    return { again: true };
  }

  private more(state: AccessRequestsState): Reaction<null> {
    state.page = (state.page ?? 1) + 1;
    return { again: true };
  }
}

function howOf({ words }: Turn, { requestId }: AccessRequestsState): string {
  return words.t(`newcomer.how.${requestId === undefined ? 'list' : 'one'}`);
}

function saidOf({ words }: Turn, { request, user }: AccessDecided): string {
  if (!user) return words.t('newcomer.done.declined', { name: request.name });
  return words.t('newcomer.done.approved', { name: user.name, roles: rolesText(words, user) });
}

function isGone(error: unknown): error is Refusal {
  return error instanceof Refusal && GONE.includes(error.facts.code);
}

/** Says why the request waits no longer, and goes back to the list. @throws what is about something else. */
async function sayGone(turn: Turn, state: AccessRequestsState, error: unknown): Promise<void> {
  if (!isGone(error)) throw error;
  await turn.replies.text(wordsOf(turn, error.facts));
  delete state.requestId;
}

/** What is wrong with an approval, by field; undefined where the refusal is about something else. */
function errorsOf(turn: Turn, { facts }: Refusal): Record<string, string> | undefined {
  const { words } = turn;
  if (facts.code === 'EmailTaken') return { email: wordsOf(turn, facts) };
  if (facts.code !== 'ApprovalInvalid') return undefined;
  const texts: Record<string, string> = {
    name: words.t('dialog.ask.field.name'),
    email: words.t('dialog.ask.field.email'),
    roles: words.t('newcomer.wrong.roles'),
  };
  return Object.fromEntries(facts.fields.map((field) => [field, texts[field] ?? '']));
}
