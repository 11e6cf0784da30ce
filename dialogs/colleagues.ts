/** Colleagues: the list → one of them → roles given and taken, removed, brought back. */
import type { Card } from '../cards/card.js';
import type { Ask } from '../cards/views/ask.js';
import type { Job } from '../cards/views/jobs.js';
import { roleName } from '../cards/views/names.js';
import { chooseColleagueCard, colleagueCard, rolesText } from '../cards/views/partner/colleagues.js';
import { ROLES, type Role } from '../domain/model.js';
import type { ColleagueChange } from '../domain/policy/colleagues.js';
import { Refusal, type RefusalCode } from '../domain/refusals.js';
import { type Answer, notUnderstood, type Reaction, says, typedNumber } from './card-prompt.js';
import { wordsOf } from './choose-product.js';
import { colleagueNamed, type Order, typedOrder } from './colleague-words.js';
import { Flow, type FlowOptions, type FlowStep, type Services } from './flow.js';
import { PartnerPrompt, type PartnerState } from './partner-prompt.js';
import { type Turn, turnOf } from './turn.js';

const COLLEAGUES = 'colleagues-list';

export class ColleaguesDialog extends Flow {
  static readonly id = 'colleagues';

  constructor(services: Services) {
    /** "give anna helpdesk agent" begins the job by its verb: the whole text says what is wanted. */
    const look = async (step: FlowStep) => {
      const turn = turnOf(step.context);
      const { query = '' } = step.options;
      const said = query !== '' && typedOrder(turn, turn.text) ? turn.text : query;
      return await step.beginDialog(COLLEAGUES, { said });
    };

    const finish = async (step: FlowStep) => await step.endDialog();

    super(ColleaguesDialog.id, [new ColleaguesPrompt(services)], [look, finish]);
  }
}

interface ColleaguesState extends PartnerState {
  page?: number;
  /** Ids of the rows that the card shows, for an answer by number. */
  shown?: string[];
  /** The one that is open in place of the list. */
  userId?: string;
  /** The roles that its card showed: only what is changed is given or taken. */
  roles?: Role[];
}

/** Told beside the field; the card stays. */
const STAYS: readonly RefusalCode[] = ['ColleagueNotFound', 'OwnRoles', 'LastUserManager'];

const SAID: Record<ColleagueChange['kind'], string> = {
  roles: 'saved',
  remove: 'removedNow',
  bringBack: 'broughtBack',
};

class ColleaguesPrompt extends PartnerPrompt<ColleaguesState> {
  constructor(private readonly services: Services) {
    super(COLLEAGUES);
  }

  /** Those who ask to be let in are colleagues to be: the list leads on to them. */
  protected override leadsTo(_state: ColleaguesState, job: Job): FlowOptions | undefined {
    return job === 'accessRequests' ? {} : undefined;
  }

  protected override async show(turn: Turn, state: ColleaguesState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    if (state.userId !== undefined) {
      const facts = await desk.colleague(turn.actor, state.userId);
      state.roles = [...facts.colleague.roles];
      return colleagueCard(turn.words, facts, ask);
    }
    const facts = await desk.colleagues(turn.actor, state.page ?? 1);
    state.page = facts.colleagues.page;
    state.shown = facts.colleagues.items.map(({ id }) => id);
    return chooseColleagueCard(turn.words, facts, ask);
  }

  protected override async read(
    turn: Turn,
    state: ColleaguesState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<null>> {
    if (answer.by === 'text') return await this.readText(turn, state, answer.text, ask.cardId);
    const { action, values } = answer;
    if (state.userId === undefined) {
      if (action === 'more') return this.more(state);
      if (action === 'open') return await this.open(turn, state, values.colleague ?? '');
      return { again: true };
    }
    if (action === 'back') return this.back(state);
    if (action === 'save') return await this.save(turn, state, values.roles ?? '', ask.cardId);
    if (action === 'remove' || action === 'bringBack')
      return await this.change(turn, state, state.userId, { kind: action }, ask.cardId);
    return { again: true };
  }

  /** The boxes as they are ticked; none at all is a slip: a colleague who may do nothing is removed. */
  private async save(
    turn: Turn,
    state: ColleaguesState,
    ticked: string,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const ids = ticked.split(',').filter(Boolean);
    const wanted = ROLES.filter((role) => ids.includes(role));
    if (wanted.length === 0 || wanted.length !== ids.length)
      return { again: true, errors: { roles: turn.words.t('partner.ask.chooseRoles') } };
    const seen = state.roles ?? [];
    const give = wanted.filter((role) => !seen.includes(role));
    const take = seen.filter((role) => !wanted.includes(role));
    return await this.change(turn, state, state.userId ?? '', { kind: 'roles', give, take }, attemptId);
  }

  protected override async obey(
    turn: Turn,
    state: ColleaguesState,
    text: string,
    attemptId: string,
  ): Promise<Reaction<null>> {
    if (state.userId !== undefined && says(turn, 'partner.typed.back')) return this.back(state);
    if (says(turn, 'dialog.commands.more')) return this.more(state);
    const order = typedOrder(turn, text);
    if (order) return await this.ordered(turn, state, order, attemptId);
    const { shown = [], userId } = state;
    const number = userId === undefined ? typedNumber(text, shown.length) : undefined;
    const id = number && shown[number - 1];
    if (id) return await this.open(turn, state, id);
    const found = await colleagueNamed(turn, this.services.desk, text);
    if ('id' in found) return await this.open(turn, state, found.id);
    const how = turn.words.t(`partner.ask.${userId === undefined ? 'howColleagues' : 'howColleague'}`);
    await turn.replies.text(notUnderstood(turn, text, how));
    return { again: true };
  }

  private async ordered(
    turn: Turn,
    state: ColleaguesState,
    { verb, role, name }: Order,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const { words } = turn;
    const field = state.userId === undefined ? 'colleague' : 'roles';
    const change = changeOf(verb, role);
    if (!change) {
      const roles = words.anyOf(ROLES.map((one) => roleName(words, one)));
      return { again: true, errors: { [field]: words.t('partner.ask.noRole', { roles }) } };
    }
    const here = name === '' && state.userId !== undefined ? { id: state.userId } : undefined;
    const found = here ?? (await colleagueNamed(turn, this.services.desk, name));
    if ('error' in found) return { again: true, errors: { [field]: found.error } };
    return await this.change(turn, state, found.id, change, attemptId);
  }

  private async change(
    turn: Turn,
    state: ColleaguesState,
    userId: string,
    change: ColleagueChange,
    attemptId: string,
  ): Promise<Reaction<null>> {
    const { words, actor, replies } = turn;
    try {
      const { changed, colleague } = await this.services.desk.changeColleague(
        actor,
        userId,
        change,
        attemptId,
      );
      const values = { name: colleague.name, roles: rolesText(words, colleague) };
      await replies.text(words.t(`partner.colleagues.${changed ? SAID[change.kind] : 'unchanged'}`, values));
      state.userId = userId;
      return { again: true };
    } catch (error) {
      if (!(error instanceof Refusal) || !STAYS.includes(error.facts.code)) throw error;
      const field = state.userId === undefined ? 'colleague' : 'roles';
      return { again: true, errors: { [field]: wordsOf(turn, error.facts) } };
    }
  }

  private async open(turn: Turn, state: ColleaguesState, userId: string): Promise<Reaction<null>> {
    try {
      await this.services.desk.colleague(turn.actor, userId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.facts.code !== 'ColleagueNotFound') throw error;
      return { again: true, errors: { colleague: turn.words.t('partner.ask.chooseColleague') } };
    }
    state.userId = userId;
    return { again: true };
  }

  private back(state: ColleaguesState): Reaction<null> {
    delete state.userId;
    return { again: true };
  }

  private more(state: ColleaguesState): Reaction<null> {
    state.page = (state.page ?? 1) + 1;
    return { again: true };
  }
}

/** Undefined where a role is given or taken and none is named. */
function changeOf(verb: Order['verb'], role: Role | undefined): ColleagueChange | undefined {
  if (verb === 'remove' || verb === 'bringBack') return { kind: verb };
  if (!role) return undefined;
  return verb === 'give'
    ? { kind: 'roles', give: [role], take: [] }
    : { kind: 'roles', give: [], take: [role] };
}
