/**
 * The conversations of the chat page on the disk, beside what the bot remembers of them: one record for each
 * conversation, and one for each thing that was said in it. A record is whole or not there, so that what a killed
 * process leaves can always be gone on with.
 */
import type { Activity } from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Memories } from '../memories.js';

export type LoggedActivity = Partial<Activity> & { readonly id: string };

/** A file that was sent. */
export interface KeptFile {
  /** By which it is fetched again: it can not be guessed. */
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Something that was said. */
export interface Entry {
  /** Its place: greater than that of everything said before it. */
  readonly number: number;
  readonly activity: LoggedActivity;
  /** The bot has not had its turn with it, or not to the end. */
  readonly open?: true;
  readonly files?: readonly KeptFile[];
  /** That the desk is at work: good until something is said, and never kept. */
  readonly passing?: true;
}

/** What is known of a conversation beside what was said. */
export interface About {
  readonly id: string;
  readonly userId: string;
  /** When it was used last, in milliseconds since 1970, give or take a few minutes. */
  readonly usedAt: number;
  readonly locale?: string;
}

export interface KeptConversation {
  readonly about: About;
  readonly entries: readonly Entry[];
}

const FOLDER = 'chat/';

const aboutSchema = z.object({
  id: z.string().min(1),
  userId: z.string().min(1),
  usedAt: z.number(),
  locale: z.string().exactOptional(),
});
const fileSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  bytes: z.base64().transform((text) => Buffer.from(text, 'base64')),
});
const entrySchema = z.object({
  number: z.int().nonnegative(),
  activity: z.looseObject({ id: z.string().min(1) }),
  open: z.literal(true).exactOptional(),
  files: z.array(fileSchema).exactOptional(),
});

export class ChatHistory {
  constructor(
    private readonly memories: Pick<Memories, 'write' | 'remove' | 'entries'>,
    private readonly log: Logger,
  ) {}

  /** Keeps what is known of a conversation. True once it is on the disk; false where the disk does not take it. */
  async keepAbout(about: About): Promise<boolean> {
    return await this.done(this.memories.write(keyOf(about.id), JSON.stringify(about)));
  }

  /** Keeps an entry, in the place of the one with its number. True once it is on the disk; false where that does not take it. */
  async keep(conversationId: string, entry: Entry): Promise<boolean> {
    const { files, ...rest } = entry;
    const packed = files?.map(({ bytes, ...file }) => ({ ...file, bytes: bytes.toString('base64') }));
    const text = JSON.stringify(packed ? { ...rest, files: packed } : rest);
    return await this.done(this.memories.write(keyOf(conversationId, entry.number), text));
  }

  /** Forgets one entry. */
  async forget(conversationId: string, number: number): Promise<void> {
    await this.done(this.memories.remove(keyOf(conversationId, number)));
  }

  /** Forgets a conversation and all that was said in it. */
  async end(conversationId: string, numbers: readonly number[]): Promise<void> {
    const keys = [keyOf(conversationId), ...numbers.map((number) => keyOf(conversationId, number))];
    await Promise.all(keys.map((key) => this.done(this.memories.remove(key))));
  }

  /**
   * All conversations, each with what was said in it from the first to the last. One with a record that can not be
   * made out is forgotten, as are records whose conversation has ended: the page begins a new one.
   */
  async all(): Promise<KeptConversation[]> {
    const { records, keys } = await this.read();
    const found = [...records].flatMap(([id, parts]) => conversationIn(id, parts) ?? []);
    const whole = new Set(found.map(({ about }) => about.id));
    const broken = [...records].flatMap(([id, parts]) => (parts.about && !whole.has(id) ? [id] : []));
    for (const conversation of broken)
      this.log.warn({ conversation }, 'a chat cannot be read; it begins anew');
    const left = keys.filter((key) => !whole.has(idIn(key)));
    await Promise.all(left.map((key) => this.done(this.memories.remove(key))));
    return found;
  }

  private async read() {
    const records = new Map<string, Records>();
    const keys: string[] = [];
    try {
      for await (const [key, text] of this.memories.entries(FOLDER)) {
        const id = idIn(key);
        const parts = records.get(id) ?? { entries: [] };
        if (key === keyOf(id)) parts.about = text;
        else parts.entries.push(text);
        records.set(id, parts);
        keys.push(key);
      }
    } catch (error) {
      // What was read so far is gone on with; the desk starts all the same.
      this.log.error({ err: error }, 'the chats cannot be read to the end');
    }
    return { records, keys };
  }

  private async done(written: Promise<void>): Promise<boolean> {
    try {
      await written;
      return true;
    } catch (error) {
      this.log.error({ err: error }, 'what was said in a chat could not be kept');
      return false;
    }
  }
}

/** The records of a conversation, as they were written. */
interface Records {
  about?: string;
  readonly entries: string[];
}

function conversationIn(id: string, { about, entries }: Records): KeptConversation | undefined {
  try {
    const known = aboutSchema.parse(JSON.parse(about ?? ''));
    if (known.id !== id) return undefined;
    const said = entries.map((text) => entrySchema.parse(JSON.parse(text)) as Entry);
    return { about: known, entries: said.sort((one, other) => one.number - other.number) };
  } catch {
    // Also where it has ended, and a killed process has left some of what was said.
    return undefined;
  }
}

/** The key of an entry, or of the conversation itself. */
function keyOf(conversationId: string, number?: number): string {
  return FOLDER + conversationId + (number === undefined ? '' : `/${number}`);
}

function idIn(key: string): string {
  return key.slice(FOLDER.length).split('/')[0] ?? '';
}
