/** Who has access: granted to a colleague by name or from a list, to a user of the customer by e-mail; withdrawn. */

import type { Card } from '../cards/card.js';
import { accessCard, chooseColleagueCard } from '../cards/views/access.js';
import type { Ask } from '../cards/views/ask.js';
import type { AccessTarget } from '../domain/use-cases/access-lists.js';
import { type Answer, CardPrompt, notUnderstood, type Reaction, says } from './card-prompt.js';
import type { Services } from './flow.js';
import { changed, fromList, typedPerson } from './people.js';
import type { Turn } from './turn.js';

interface AccessState extends AccessTarget {
  readonly customerId: string;
  /** A colleague is chosen from the list; absent: the list of those who have access. */
  choosing?: boolean;
  page?: number;
  /** Ids of the rows that the card shows, for an answer by number. */
  shown?: string[];
}

/** Answered by going back to the subscription that it is about. */
type Back = { readonly back: true };

export class AccessPrompt extends CardPrompt<AccessState, Back> {
  static readonly id = 'access-list';

  constructor(private readonly services: Services) {
    super(AccessPrompt.id);
  }

  protected override async show(turn: Turn, state: AccessState, ask: Ask): Promise<Card> {
    const { desk } = this.services;
    const { customerId, page = 1 } = state;
    if (state.choosing) {
      const open = await desk.grantable(turn.actor, customerId, targetOf(state), page);
      noteShown(state, open.colleagues);
      return chooseColleagueCard(turn.words, open, ask);
    }
    const facts = await desk.access(turn.actor, customerId, targetOf(state), page);
    noteShown(state, facts.given);
    return accessCard(turn.words, facts, ask);
  }

  /** "colleagues" and "give anna" are about this access here. */
  override claims(turn: Turn): boolean {
    return typedAction(turn) !== undefined || typedPerson(turn) !== undefined;
  }

  protected override async read(
    turn: Turn,
    state: AccessState,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Back>> {
    const action = answer.by === 'card' ? answer.action : typedAction(turn);
    if (action === 'more') {
      state.page = (state.page ?? 1) + 1;
      return { again: true };
    }
    return state.choosing
      ? await this.colleagueChosen(turn, state, action, answer, ask)
      : await this.listed(turn, state, action, answer, ask);
  }

  private async listed(
    turn: Turn,
    state: AccessState,
    action: string | undefined,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Back>> {
    const { words, replies } = turn;
    if (action === 'colleagues') return choosing(state, true);
    if (action === 'back' && state.subscriptionId !== undefined)
      return { done: { back: true }, stands: words.t('dialog.stands.back') };
    const typed = answer.by === 'card' ? undefined : typedPerson(turn);
    const values = answer.by === 'card' ? answer.values : {};
    if (action === 'grant' || typed?.verb === 'grant') {
      const who = (typed?.who ?? values.who ?? '').trim();
      if (typed && who === '') return choosing(state, true);
      return who === '' ? missing(turn, 'who') : await this.grant(turn, state, who, 'who', ask);
    }
    if (action === 'withdraw' || typed?.verb === 'withdraw') {
      const who = fromList((typed?.who ?? values.given ?? '').trim(), typed ? state.shown : []);
      return who === '' ? missing(turn, 'given') : await this.withdraw(turn, state, who, ask);
    }
    if (answer.by === 'text') await replies.text(notUnderstood(turn, answer.text, words.t('access.ask.how')));
    return { again: true };
  }

  private async colleagueChosen(
    turn: Turn,
    state: AccessState,
    action: string | undefined,
    answer: Answer,
    ask: Ask,
  ): Promise<Reaction<Back>> {
    if (action === 'back') return choosing(state, false);
    if (answer.by === 'card' && action !== 'next') return { again: true, entries: answer.values };
    const named = answer.by === 'card' ? (answer.values.colleague ?? '') : namedIn(turn);
    const who = answer.by === 'card' ? named : fromList(named, state.shown);
    return who === '' ? missing(turn, 'colleague') : await this.grant(turn, state, who, 'colleague', ask);
  }

  private async grant(
    turn: Turn,
    state: AccessState,
    who: string,
    field: 'who' | 'colleague',
    ask: Ask,
  ): Promise<Reaction<Back>> {
    const reaction = await changed(turn, 'grant', { id: field, value: who }, () =>
      this.services.desk.grantAccess(turn.actor, state.customerId, { ...targetOf(state), who }, ask.cardId),
    );
    if ('again' in reaction && !reaction.errors) choosing(state, false);
    return reaction;
  }

  private async withdraw(turn: Turn, state: AccessState, who: string, ask: Ask): Promise<Reaction<Back>> {
    const { desk } = this.services;
    return await changed(turn, 'withdraw', { id: 'given', value: who }, () =>
      desk.withdrawAccess(turn.actor, state.customerId, { ...targetOf(state), who }, ask.cardId),
    );
  }
}

function targetOf({ reservationId, subscriptionId }: AccessState): AccessTarget {
  return reservationId === undefined ? { subscriptionId: subscriptionId ?? '' } : { reservationId };
}

function noteShown(
  state: AccessState,
  { page, items }: { readonly page: number; readonly items: readonly { readonly id: string }[] },
): void {
  state.page = page;
  state.shown = items.map(({ id }) => id);
}

/** To the list of colleagues, or back from it. */
function choosing(state: AccessState, on: boolean): Reaction<never> {
  state.choosing = on;
  state.page = 1;
  return { again: true };
}

function missing({ words }: Turn, field: 'who' | 'given' | 'colleague'): Reaction<never> {
  return { again: true, errors: { [field]: words.t(`access.ask.${field}`) } };
}

/** "2", "Sanjay" or "grant Sanjay". */
function namedIn(turn: Turn): string {
  const typed = typedPerson(turn);
  return typed?.verb === 'grant' ? typed.who : turn.text;
}

function typedAction(turn: Turn): string | undefined {
  return ['more', 'colleagues', 'back'].find((action) => says(turn, `dialog.commands.${action}`));
}
