/**
 * Before the bot: nobody may ask more of it than a person at work does, so that one user's flood is nobody else's
 * wait. Who meets a limit is told in the chat, once; what is not taken in has no effect. It counts by what the
 * channel has vouched for, so the adapter has to have checked the sender before.
 */
import type { Activity, TurnContext } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { MessageArguments, Words } from '../cards/words.js';
import { conversationName } from './inbound.js';
import { LIMITS, type TurnLimits } from './limits.js';
import { untilAllowed } from './rates.js';
import { repliesTo } from './replies.js';
import type { TurnHandler } from './turn-handler.js';

/** The bot behind the gate. */
export interface Guarded extends TurnHandler {
  /** The words for whoever speaks, for what is said without a turn. */
  wordsIn(context: TurnContext): Promise<Words>;
}

export interface GateOptions {
  readonly bot: Guarded;
  readonly log: Logger;
  readonly limits?: Partial<TurnLimits>;
  /** Whom the limits of one user count, by the user id of the chat page; each user id unless given. */
  readonly personOf?: ((userId: string) => string) | undefined;
}

/** Why an activity is not taken in, as words say it. */
interface Turned {
  readonly key: 'limits.tooFast' | 'limits.queueFull' | 'limits.deskBusy';
  readonly values: MessageArguments;
}

/** Over two minutes, so that twice as many as in one minute may come at once. */
const WINDOW_SECONDS = 120;
/** Deliveries that are remembered: far more than come in while a channel delivers again. */
const DELIVERIES_KEPT = 5000;

export class Gate implements TurnHandler {
  private readonly bot: Guarded;
  private readonly log: Logger;
  private readonly limits: TurnLimits;
  private readonly personOf: (userId: string) => string;
  private readonly ofUser: RateLimiterMemory;
  private readonly ofConversation: RateLimiterMemory;
  private readonly tellings: RateLimiterMemory;
  /** By delivery: how often it came; 0 where it was not taken in. */
  private readonly deliveries = new LRUCache<string, number>({ max: DELIVERIES_KEPT });
  /** By conversation: activities that wait or are being answered. */
  private readonly under = new Map<string, number>();
  private underAll = 0;

  constructor({ bot, log, limits, personOf = (userId) => userId }: GateOptions) {
    this.bot = bot;
    this.log = log;
    this.personOf = personOf;
    this.limits = { ...LIMITS.turns, ...limits };
    const { perMinute, usersOfConversation, tellAgainMs } = this.limits;
    const points = Math.round((perMinute * WINDOW_SECONDS) / 60);
    this.ofUser = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
    this.ofConversation = new RateLimiterMemory({
      points: points * usersOfConversation,
      duration: WINDOW_SECONDS,
    });
    this.tellings = new RateLimiterMemory({ points: 1, duration: tellAgainMs / 1000 });
  }

  /** Lets the bot answer, or turns the activity away. What is delivered again counts once and is told nothing. */
  async run(context: TurnContext): Promise<void> {
    const { id } = context.activity;
    const conversation = conversationName(context.activity);
    const delivery = `${conversation}/${id}`;
    const before = id ? this.deliveries.get(delivery) : undefined;
    const again = before !== undefined;
    if (before === 0 || (before ?? 0) >= this.limits.deliveries) return;
    const turned = await this.whileCounted(conversation, async () => {
      const tooFast = again ? undefined : await this.tooFast(context.activity, conversation);
      if (tooFast) return tooFast;
      this.deliveries.set(delivery, (before ?? 0) + 1);
      await this.bot.run(context);
      return undefined;
    });
    if (!turned || again) return;
    this.deliveries.set(delivery, 0);
    await this.tell(context, conversation, turned);
  }

  /** Does the work, where the queues have room for it; says otherwise which has none. */
  private async whileCounted(
    conversation: string,
    work: () => Promise<Turned | undefined>,
  ): Promise<Turned | undefined> {
    const full = this.fullQueue(conversation);
    if (full) return full;
    this.count(conversation, 1);
    try {
      return await work();
    } finally {
      this.count(conversation, -1);
    }
  }

  private count(conversation: string, by: 1 | -1): void {
    const now = (this.under.get(conversation) ?? 0) + by;
    if (now > 0) this.under.set(conversation, now);
    else this.under.delete(conversation);
    this.underAll += by;
  }

  private fullQueue(conversation: string): Turned | undefined {
    const { inConversation, inDesk } = this.limits;
    if ((this.under.get(conversation) ?? 0) >= inConversation)
      return { key: 'limits.queueFull', values: { waiting: inConversation } };
    return this.underAll >= inDesk ? { key: 'limits.deskBusy', values: {} } : undefined;
  }

  /** Messages and what else a channel tells (somebody types, somebody has come) are counted apart. */
  private async tooFast(activity: Activity, conversation: string): Promise<Turned | undefined> {
    const kind = activity.type === 'message' ? 'said' : 'other';
    const seconds =
      (await untilAllowed(this.ofUser, `${kind}/${this.userOf(activity)}`)) ||
      (await untilAllowed(this.ofConversation, `${kind}/${conversation}`));
    if (seconds === 0) return undefined;
    const values = { most: this.ofUser.points, minutes: WINDOW_SECONDS / 60, seconds };
    return { key: 'limits.tooFast', values };
  }

  /** Once in a while, and messages only: nobody reads an answer to what a channel tells by itself. */
  private async tell(context: TurnContext, conversation: string, { key, values }: Turned): Promise<void> {
    // An invoke is answered in its response, each one.
    if (context.activity.type === 'invoke')
      await context.sendActivity({ type: 'invokeResponse', value: { status: 429 } });
    if (context.activity.type !== 'message') return;
    if ((await untilAllowed(this.tellings, `${conversation}/${this.userOf(context.activity)}`)) > 0) return;
    this.log.warn({ limit: key, channel: context.activity.channelId }, 'a user has met a limit');
    try {
      const words = await this.bot.wordsIn(context);
      await repliesTo(context, this.log).text(words.t(key, values));
    } catch (error) {
      // With an error the channel would deliver again what is not wanted even once.
      this.log.warn({ err: error }, 'a user could not be told of a limit');
    }
  }

  /** In Teams the object id within the tenant, on the chat page the person, elsewhere the id that the channel gives. */
  private userOf({ channelId, conversation, from }: Activity): string {
    return `${channelId}/${conversation.tenantId ?? ''}/${from.aadObjectId ?? this.personOf(from.id)}`;
  }
}
