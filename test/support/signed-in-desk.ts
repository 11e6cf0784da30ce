/** The real server with credentials, over the demo book on disk or another one, with Microsoft's side stood in for. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { produce } from 'immer';
import type { Logger } from 'pino';
import { Addresses } from '../../bot/addresses.js';
import { createLogger } from '../../bot/logger.js';
import { openMemories } from '../../bot/memories.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { TurnLog } from '../../bot/turn-log.js';
import { TypeAhead } from '../../bot/type-ahead.js';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { createDesk, randomIds } from '../../domain/desk.js';
import { recordedInBook } from '../../domain/partner-center.js';
import type { Documents } from '../../domain/store/documents.js';
import { openJsonDocuments } from '../../domain/store/json-documents.js';
import { CUSTOMER, CUSTOMERS, customerKey, PROFILE, USERS } from '../../domain/store/kinds.js';
import { systemClock } from '../../domain/term.js';
import { startDesk } from '../bot/running-desk.js';
import { REGISTRATION, SERVICE_URL, standInForMicrosoft } from './authority.js';

const PARTNER = 'northbridge';
/** No test fails because the machine is busy with something else. */
const PATIENCE_MS = 20_000;

/** Who speaks, as Teams names them. */
interface Speaker {
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
  readonly name: string | undefined;
}

/** @param prepare makes the book; the demo unless given. */
export async function startSignedInDesk(
  prepare: (documents: Documents, log: Logger) => Promise<unknown> = (documents) =>
    seedDemoBook(documents, systemClock),
) {
  const folder = await mkdtemp(join(tmpdir(), 'desk-signed-in-'));
  const microsoft = await standInForMicrosoft();
  const documents = await openJsonDocuments({ folder, log: () => undefined });
  const desk = createDesk({ documents, clock: systemClock, ids: randomIds, partnerCenter: recordedInBook });
  /** What was logged, a line each. */
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => void lines.push(line) });
  await prepare(documents, log);
  const memories = await openMemories(join(folder, 'conversations'));
  const addresses = new Addresses(documents, log);
  const turns = new TurnLog(log);
  const bot = new PartnerBot({ desk, memories, localMode: false, log, turns, addresses });
  const typeAhead = new TypeAhead({ bot, desk, turns, log, withinMs: PATIENCE_MS });
  const running = await startDesk({
    env: REGISTRATION,
    bot: typeAhead,
    log,
    connections: microsoft.connections,
  });
  let count = 0;
  /** A message in the personal chat of somebody. */
  const personal = ({ tenantId, objectId, name }: Speaker, userId: string, text: string) => ({
    type: 'message',
    id: `message-${++count}`,
    channelId: 'msteams',
    serviceUrl: SERVICE_URL,
    conversation: { id: `personal-${userId}`, conversationType: 'personal', tenantId },
    from: { id: `29:${userId}`, name, aadObjectId: objectId },
    recipient: { id: `28:${REGISTRATION.MicrosoftAppId}`, name: 'Reservation Desk' },
    channelData: { tenant: { id: tenantId } },
    locale: 'en-US',
    text,
  });

  return {
    microsoft,
    lines,
    /** Waits for what goes on behind the turns. */
    settled: () => bot.idle(),
    /** Forgets what was logged, delivered and asked for. */
    forget(): void {
      for (const list of [lines, microsoft.delivered, microsoft.asked]) list.length = 0;
    },
    /** All that was said since then. */
    said: () => JSON.stringify(microsoft.delivered.map(({ body }) => body)),
    post: (activity: unknown, headers: Record<string, string>) =>
      running.call('POST', '/api/messages', activity, headers),
    /** A message as Teams sends it for a user of the book. */
    async inTeams(userId: string, text: string): Promise<Record<string, unknown>> {
      const tenantId = (await documents.read(PROFILE, PARTNER))?.tenantId;
      const user = (await documents.read(USERS, PARTNER))?.users.find(({ id }) => id === userId);
      return personal({ tenantId, objectId: user?.aadObjectId, name: user?.name }, userId, text);
    },
    /** A message as Teams sends it for anybody. */
    inTeamsOf: (who: Speaker, text: string): Record<string, unknown> =>
      personal(who, who.objectId ?? '', text),
    desk,
    documents,
    bot,
    addresses,
    log,
    /** The customer with this domain, such as "fabrikam" for fabrikam.example. */
    async customer(domain: string) {
      const list = (await documents.read(CUSTOMERS, PARTNER))?.customers ?? [];
      const id = list.find((one) => one.domain === `${domain}.example`)?.id ?? '';
      const found = await documents.read(CUSTOMER, customerKey(PARTNER, id));
      if (!found) throw new Error(`the demo has no customer ${domain}`);
      return found;
    },
    /** Takes a user out of the book. */
    async removeUser(userId: string): Promise<void> {
      await documents.update(USERS, PARTNER, (current) => {
        if (!current) throw new Error('the demo has no users');
        const next = produce(current, ({ users }) => {
          for (const user of users) if (user.id === userId) user.removed = true;
        });
        return { next, result: undefined };
      });
    },
    /** Every file of the data folder with what is in it. */
    folder: () => filesOf(folder),
    async close(): Promise<void> {
      await running.close();
      await microsoft.close();
      await memories.close();
      await documents.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type SignedInDesk = Awaited<ReturnType<typeof startSignedInDesk>>;

async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}
