/** Who speaks in a turn and in which words they are answered; and what those are told whom no book knows. */
import type { Activity, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { type Words, wordsFor } from '../cards/words.js';
import type { Turn } from '../dialogs/turn.js';
import type { Desk } from '../domain/desk.js';
import type { Actor, Role } from '../domain/model.js';
import { channelOf } from './channels.js';
import { actorOf, identityIn, isOfPage, roleNamed, type SignedInUsers } from './identity.js';
import { localeOf } from './inbound.js';
import type { DeskMemory } from './memory.js';
import { answerNewcomer } from './newcomers.js';

/** With what a user is told something. */
export type Saying = Pick<Turn, 'words' | 'replies'>;

interface SpeakersParts {
  readonly desk: Desk;
  readonly localMode: boolean;
  /** Who is signed in on the chat page; absent where nobody signs in there. */
  readonly signedIn: SignedInUsers | undefined;
  readonly log: Logger;
}

export class Speakers {
  constructor(private readonly parts: SpeakersParts) {}

  /** The user behind an activity; undefined: nobody whom the book knows. */
  async actor(activity: Activity, { actingAs }: Pick<DeskMemory, 'actingAs'>): Promise<Actor | undefined> {
    const { desk, localMode, signedIn } = this.parts;
    return await actorOf(desk, activity, localMode, actingAs, signedIn);
  }

  /** The words of this user: in the language it has asked for, or in the channel's. */
  async words(activity: Activity, actor: Actor): Promise<Words> {
    const { desk, log } = this.parts;
    try {
      const { language } = await desk.preferences(actor);
      return wordsFor(localeOf(activity), language);
    } catch (error) {
      // What was asked for can not be read; the desk goes on in the channel's language.
      log.warn({ err: error }, 'the preferences of a user cannot be read');
      return wordsFor(localeOf(activity));
    }
  }

  /** Tells somebody who is no user so. Nothing is kept of it, but for a request of a colleague: strangers do not fill the disk. */
  async turnAway(activity: Activity, said: Saying): Promise<void> {
    const { desk, signedIn } = this.parts;
    const identity = identityIn(activity, signedIn);
    if (!identity && this.isPage(activity)) return await said.replies.text(said.words.t('sign-in.again'));
    if (identity && (await answerNewcomer(desk, identity, activity, said))) return;
    await said.replies.text(said.words.t('desk.notAUser'));
  }

  /** Tells the chat page who is speaking, and in which language, for its header. */
  async tellWho(context: TurnContext, actor: Actor, { language }: Words): Promise<void> {
    const { desk, localMode, signedIn } = this.parts;
    const { activity } = context;
    const onPage = signedIn ? this.isPage(activity) : channelOf(activity).embedded;
    if (!onPage) return;
    const { user } = await desk.whoIs(actor);
    const value = { name: user.name, roles: user.roles, localMode, language };
    await context.sendActivity({ type: 'event', name: 'desk/who', value });
  }

  /** The role that was named, and a user who holds it. */
  async inRole(named: string, words: Words): Promise<{ readonly role?: Role; readonly actor?: Actor }> {
    const role = roleNamed(named, words);
    const actor = role && (await this.parts.desk.userWithRole(role));
    return { ...(role ? { role } : {}), ...(actor ? { actor } : {}) };
  }

  /** True for what comes from the chat page where users sign in. */
  private isPage(activity: Activity): boolean {
    const { signedIn } = this.parts;
    return signedIn !== undefined && isOfPage(activity, signedIn);
  }
}
