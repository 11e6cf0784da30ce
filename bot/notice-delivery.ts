/**
 * Brings one user what waits for it, in its own conversation and between two turns of it: what is due is claimed, so
 * that nobody else sends it, then sent a card at a time, and what came of each card is written down.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Card } from '../cards/card.js';
import { noticeCard } from '../cards/views/notice.js';
import type { NoticesClaimed, SendOutcome } from '../domain/answers.js';
import type { Desk } from '../domain/desk.js';
import type { Actor } from '../domain/model.js';
import { Refusal } from '../domain/refusals.js';
import type { Clock } from '../domain/term.js';
import { mayReplyTo } from './activity-check.js';
import type { DeskAdapter } from './adapter.js';
import { type Address, type Addresses, referenceTo } from './addresses.js';
import { outcomeOf, type Sending } from './notice-outcome.js';
import type { PartnerBot } from './partner-bot.js';
import type { Saying } from './speakers.js';

/** Past this nobody knows whether what was claimed has been sent. Longer than all cards of a user can take. */
const CLAIM_MS = 5 * 60 * 1000;

/** Told of each card that went out, or did not. */
interface NoticeCounts {
  noticeTold(outcome: SendOutcome): void;
}

export interface DeliveryParts {
  readonly desk: Pick<Desk, 'claimNotices' | 'settleNotices'>;
  readonly bot: Pick<PartnerBot, 'reach'>;
  readonly adapter: Pick<DeskAdapter, 'reachOut'>;
  readonly addresses: Pick<Addresses, 'of' | 'forget'>;
  readonly localMode: boolean;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly counts?: NoticeCounts;
}

export interface Delivered {
  /** Cards that were sent. */
  readonly cards: number;
  /** For how long this user's tenant is to be left alone: its channel has asked for that, or is in trouble. */
  readonly waitMs: number;
}

const NOTHING: Delivered = { cards: 0, waitMs: 0 };
const NOT_TRIED: Sending = { outcome: 'failed' };

export class NoticeDelivery {
  constructor(private readonly parts: DeliveryParts) {}

  /**
   * Sends what is due to this user; where it can not be reached, that waits for its next visit. What the channel does
   * not take is no error. @throws Refusal of the store; errors of signing in with the channel: nothing was sent then.
   */
  async deliver(actor: Actor, stopping: AbortSignal): Promise<Delivered> {
    const { addresses, localMode, log } = this.parts;
    for (const address of await addresses.of(actor)) {
      const delivered = mayReplyTo(address.serviceUrl, localMode)
        ? await this.deliverTo(actor, address, stopping)
        : undefined;
      if (delivered) return delivered;
      // The desk does not send there, or somebody else speaks there by now; the user may have been heard elsewhere.
      log.info('an address of a user was dropped: it is not good any more');
      addresses.forget(actor, address.conversationId);
    }
    return NOTHING;
  }

  /** Undefined: the user does not speak there any more. */
  private async deliverTo(
    actor: Actor,
    address: Address,
    stopping: AbortSignal,
  ): Promise<Delivered | undefined> {
    const { adapter, bot } = this.parts;
    let delivered: Delivered | undefined;
    await adapter.reachOut(referenceTo(address), async (context) => {
      await bot.reach(context, actor, async (saying) => {
        delivered = await this.tell(actor, address, saying, stopping);
      });
    });
    return delivered;
  }

  private async tell(
    actor: Actor,
    address: Address,
    { words, replies }: Saying,
    stopping: AbortSignal,
  ): Promise<Delivered> {
    const { desk, addresses } = this.parts;
    const claimed = await this.claim(actor, address);
    if (!claimed) return NOTHING;
    const { claimId, groups } = claimed;
    for (const [cards, group] of groups.entries()) {
      const sending = stopping.aborted ? NOT_TRIED : await this.send(noticeCard(words, group), replies);
      await desk.settleNotices(actor, claimId, sending.outcome, group.kind);
      if (sending.outcome === 'sent') continue;
      // Nor are those behind it tried now: it is certain that none of them was sent.
      await desk.settleNotices(actor, claimId, 'failed');
      if (sending.gone) addresses.forget(actor, address.conversationId);
      return { cards, waitMs: sending.waitMs ?? 0 };
    }
    return { cards: groups.length, waitMs: 0 };
  }

  /** What is due, for us alone until a while from now; undefined: nothing is. */
  private async claim(actor: Actor, address: Address): Promise<NoticesClaimed | undefined> {
    const { desk, addresses, clock } = this.parts;
    const until = new Date(clock.now().getTime() + CLAIM_MS).toISOString();
    try {
      return await desk.claimNotices(actor, { attemptId: randomUUID(), until });
    } catch (error) {
      if (!(error instanceof Refusal) || error.facts.code !== 'UnknownUser') throw error;
      addresses.forget(actor, address.conversationId);
      return undefined;
    }
  }

  private async send(card: Card, replies: Saying['replies']): Promise<Sending> {
    const { clock, log, counts } = this.parts;
    let sending: Sending = { outcome: 'sent' };
    try {
      await replies.card(card);
    } catch (error) {
      sending = outcomeOf(error, clock.now());
      log.warn({ err: error, ...sending }, 'a notice could not be sent');
    }
    counts?.noticeTold(sending.outcome);
    return sending;
  }
}
