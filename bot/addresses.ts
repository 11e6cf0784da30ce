/**
 * Where users can be reached who have not said anything: the personal chat of each. It is learnt from what comes in,
 * changes hardly ever, and is kept as a document of each user, so that it outlasts a restart.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Activity, ConversationReference } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Actor } from '../domain/model.js';
import type { DocumentKind, Documents } from '../domain/store/documents.js';
import { customerKey } from '../domain/store/kinds.js';
import { channelOf } from './channels.js';

const text = z.string();
const addressSchema = z.strictObject({
  channelId: text,
  serviceUrl: text,
  conversationId: text,
  /** As the channel calls the user and the bot. */
  userId: text,
  botId: text,
  tenantId: text.exactOptional(),
  aadObjectId: text.exactOptional(),
  /** As the channel last said. */
  locale: text.exactOptional(),
  /** As the channel names it: "Europe/Stockholm", as a rule. */
  timeZone: text.exactOptional(),
});
export type Address = z.infer<typeof addressSchema>;

/** The chats of one user, the one that was learnt last first: in Teams one, on a tester's machine one a window. */
const chatsSchema = z.strictObject({ chats: z.array(addressSchema) });
type Chats = z.infer<typeof chatsSchema>;

/** By "<partner id>/<user id>". */
export const ADDRESSES: DocumentKind<Chats> = { name: 'addresses', format: 1, schema: chatsSchema };

/** Chats of one user that are known; beyond it the one that was learnt first is forgotten. */
const MOST_CHATS = 4;

/** The names that the IANA has are shorter. */
const LONGEST_ZONE = 60;
/** Chats that are held in memory, so that a turn is compared with them and nothing is read. */
const HELD = 5000;
/** Another process may have learnt of a newer one; by then it is compared with the document again. */
const HELD_MS = 60 * 60 * 1000;

export class Addresses {
  private readonly held = new LRUCache<string, string>({ max: HELD, ttl: HELD_MS });
  /** Writes are rare: one after the other, in the order in which the turns came. */
  private writing: Promise<void> = Promise.resolve();

  /** @param noteTimeZone is told of the time zone that the channel says a user is in. */
  constructor(
    private readonly documents: Pick<Documents, 'read' | 'update'>,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly noteTimeZone: (actor: Actor, timeZone: string) => Promise<void> = async () => undefined,
  ) {}

  /**
   * Notes where this user was heard, where that can be written to later. The turn does not wait for it, and a failure
   * is logged: the next turn notes it.
   */
  note(actor: Actor, activity: Activity): void {
    const address = addressIn(activity);
    if (!address) return;
    const chat = `${keyOf(actor)}/${address.conversationId}`;
    const now = JSON.stringify(address);
    if (this.held.get(chat) === now) return;
    this.held.set(chat, now);
    this.behind(chat, async () => {
      await this.documents.update(ADDRESSES, keyOf(actor), (current) => {
        const known = current?.chats.find(({ conversationId }) => conversationId === address.conversationId);
        if (current && isDeepStrictEqual(known, address)) return { next: current, result: undefined };
        const others = (current?.chats ?? []).filter((one) => one !== known);
        return { next: { chats: [address, ...others].slice(0, MOST_CHATS) }, result: undefined };
      });
      if (address.timeZone !== undefined) await this.noteTimeZone(actor, address.timeZone);
    });
  }

  /** This user can not be reached in this conversation any more: the bot was taken out of it, or is not let in. */
  forget(actor: Actor, conversationId: string): void {
    const chat = `${keyOf(actor)}/${conversationId}`;
    this.held.delete(chat);
    this.behind(chat, async () => {
      const current = await this.documents.read(ADDRESSES, keyOf(actor));
      if (!current?.chats.some((one) => one.conversationId === conversationId)) return;
      await this.documents.update(ADDRESSES, keyOf(actor), (latest = current) => {
        const chats = latest.chats.filter((one) => one.conversationId !== conversationId);
        return { next: { chats }, result: undefined };
      });
    });
  }

  /** Where this user may be reached, the likeliest first. @throws Refusal DocumentUnreadable. */
  async of(actor: Actor): Promise<readonly Address[]> {
    await this.writing;
    return (await this.documents.read(ADDRESSES, keyOf(actor)))?.chats ?? [];
  }

  /** Waits for what is being written. */
  async idle(): Promise<void> {
    await this.writing;
  }

  private behind(chat: string, work: () => Promise<void>): void {
    this.writing = this.writing.then(work).catch((error: unknown) => {
      this.held.delete(chat);
      this.log.warn({ err: error }, 'where a user can be reached could not be kept');
    });
  }
}

/** The address in an activity of a user; undefined where the channel takes nothing that was not asked for. */
export function addressIn(activity: Activity): Address | undefined {
  const { channelId, serviceUrl, conversation, from, recipient, locale } = activity;
  if (!channelOf(activity).takesNotices) return undefined;
  const tenantId: unknown = conversation.tenantId ?? activity.channelData?.tenant?.id;
  const timeZone = timeZoneIn(activity);
  return {
    channelId,
    serviceUrl,
    conversationId: conversation.id,
    userId: from.id,
    botId: recipient.id,
    ...(typeof tenantId === 'string' ? { tenantId } : {}),
    ...(from.aadObjectId ? { aadObjectId: from.aadObjectId } : {}),
    ...(locale ? { locale } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** The conversation at an address, as the SDK takes it to write there. */
export function referenceTo(address: Address): Partial<ConversationReference> {
  const { channelId, serviceUrl, conversationId, userId, botId, tenantId, aadObjectId, locale } = address;
  return {
    channelId,
    serviceUrl,
    user: { id: userId, name: '', ...(aadObjectId ? { aadObjectId } : {}) },
    bot: { id: botId, name: '' },
    conversation: {
      id: conversationId,
      name: '',
      isGroup: false,
      conversationType: 'personal',
      ...(tenantId ? { tenantId } : {}),
    },
    ...(locale ? { locale } : {}),
  };
}

/** What the channel says of the user's time zone; whether it is one is for whoever uses it to see. */
function timeZoneIn({ entities = [], localTimezone }: Activity): string | undefined {
  const named: unknown[] = entities.map((entity) => entity.type === 'clientInfo' && entity.timezone);
  return [...named, localTimezone].find(
    (zone): zone is string => typeof zone === 'string' && zone !== '' && zone.length <= LONGEST_ZONE,
  );
}

function keyOf({ partnerId, userId }: Actor): string {
  return customerKey(partnerId, userId);
}
