/** The real server over the demo book on disk, whose chat page asks for a sign-in; and browsers that use it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { produce } from 'immer';
import type { Dispatcher } from 'undici';
import { readConfig } from '../../bot/config.js';
import { keptChatKey } from '../../bot/directline/chat-key.js';
import type { SignInLimits } from '../../bot/limits.js';
import { createLogger } from '../../bot/logger.js';
import { openMemories } from '../../bot/memories.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { openSigningIn } from '../../bot/sign-in/index.js';
import type { AzureDirectLine } from '../../bot/webchat/azure-direct-line.js';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { createDesk, randomIds } from '../../domain/desk.js';
import type { PartnerUser } from '../../domain/model.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { CUSTOMERS, PROFILE, USERS } from '../../domain/store/kinds.js';
import { systemClock } from '../../domain/term.js';
import { startDesk } from '../bot/running-desk.js';
import { freePort } from '../browser/support/desk.js';
import { PageBrowser } from './page-browser.js';
import type { Provider } from './provider.js';

const PARTNER = 'northbridge';

export interface PageDeskSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<SignInLimits>;
  readonly now?: () => number;
  /** For a desk at this address. */
  readonly azure?: (publicUrl: string) => AzureDirectLine;
  /** That replies leave by, in place of real ones. */
  readonly connections?: Dispatcher;
}

/** Starts it. */
export async function startPageDesk(provider: Provider, settings: PageDeskSettings = {}) {
  const { limits = {}, now = Date.now, connections } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'desk-page-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const azure = settings.azure?.(url);
  const env = { ...provider.env(url), ...settings.env };
  /** What was logged, a line each. */
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => void lines.push(line) });

  const open = async () => {
    const documents = await openJsonDocuments({ folder, log: () => undefined });
    await seedDemoBook(documents, systemClock);
    const desk = createDesk({ documents, clock: systemClock, ids: randomIds, partnerCenter: recordedInBook });
    const memories = await openMemories(join(folder, 'conversations'));
    const signingIn = await openSigningIn({ config: readConfig(env), desk, memories, log, limits, now });
    const bot = new PartnerBot({ desk, memories, localMode: false, signedIn: signingIn?.users, log });
    // So long that a test which waits for a poll to end by itself fails.
    const key = await keptChatKey(folder);
    const chat = { memories, key, signingIn, azure, pollMs: 15_000, ...(connections ? { connections } : {}) };
    const running = await startDesk({ env, port, bot, log, ...chat });
    const close = async () => {
      await running.close();
      await bot.idle();
      await signingIn?.signIns.close();
      await memories.close();
      await documents.close();
    };
    return { documents, memories, signingIn, running, close };
  };
  let desk = await open();
  const usersOf = async () => (await desk.documents.read(USERS, PARTNER))?.users ?? [];

  return {
    url,
    lines,
    browser: () => new PageBrowser(url),
    call: (...asked: Parameters<typeof desk.running.call>) => desk.running.call(...asked),
    get signIns() {
      if (!desk.signingIn) throw new Error('this desk has no sign-in');
      return desk.signingIn.signIns;
    },
    /** The claims of a user of the book, as the provider is to have them. */
    async claimsOf(userId: string) {
      const user = (await usersOf()).find(({ id }) => id === userId);
      const tenantId = (await desk.documents.read(PROFILE, PARTNER))?.tenantId;
      return { tid: tenantId, oid: user?.aadObjectId, name: user?.name, email: user?.email };
    },
    /** Changes a user of the book. */
    async changeUser(userId: string, change: (user: PartnerUser) => void): Promise<void> {
      await desk.documents.update(USERS, PARTNER, (current) => {
        if (!current) throw new Error('the demo has no users');
        const next = produce(current, ({ users }) => {
          for (const user of users) if (user.id === userId) change(user);
        });
        return { next, result: undefined };
      });
    },
    /** How many customers the book has, which says that it is the demo's. */
    customers: async () => (await desk.documents.read(CUSTOMERS, PARTNER))?.customers.length,
    /** What is kept of those who are signed in. */
    kept: async () => (await desk.memories.read('sign-in/sessions')) ?? '',
    keep: (text: string) => desk.memories.write('sign-in/sessions', text),
    /** Ends the desk and starts it again over the same folder, at the same address. */
    async restart(): Promise<void> {
      await desk.close();
      desk = await open();
    },
    async close(): Promise<void> {
      await desk.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type PageDesk = Awaited<ReturnType<typeof startPageDesk>>;
