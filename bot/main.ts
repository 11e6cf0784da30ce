/** Reads the configuration, constructs everything, listens. No logic. */

import { join } from 'node:path';
import type { Logger } from 'pino';
import { seedDemoBook } from '../domain/demo/demo-book.js';
import { createDesk, type Desk, randomIds } from '../domain/desk.js';
import { DERIVED_KINDS } from '../domain/overview/overview.js';
import { recordedInBook } from '../domain/partner-center.js';
import { checkAll } from '../domain/store/check.js';
import type { DocumentKind } from '../domain/store/documents.js';
import { FolderInUse } from '../domain/store/folder-lock.js';
import { type JsonDocuments, openJsonDocuments } from '../domain/store/json-documents.js';
import { ALL_KINDS, newestFormat } from '../domain/store/kinds.js';
import { systemClock } from '../domain/term.js';
import { createAdapter } from './adapter.js';
import { ADDRESSES, Addresses } from './addresses.js';
import { openAdminSocket } from './admin-socket.js';
import { answerBeforeStart } from './before-start.js';
import { channelsIn } from './channels.js';
import { type Config, ConfigError, modeOf, readConfig } from './config.js';
import { keptChatKey } from './directline/chat-key.js';
import { openDirectLine } from './directline/index.js';
import { DownloadLinks } from './downloads.js';
import { turnErrors } from './failed-turn.js';
import { ensureFirstAdmin } from './first-admin.js';
import { Gate } from './gate.js';
import { LIMITS } from './limits.js';
import { createLogger } from './logger.js';
import { MeasuredDocuments } from './measured-documents.js';
import { openMemories } from './memories.js';
import { Metrics } from './metrics.js';
import { NoticeDelivery } from './notice-delivery.js';
import { Notifier } from './notifier.js';
import { PartnerBot } from './partner-bot.js';
import { Readiness } from './readiness.js';
import { Renewals } from './renewals.js';
import { createServer } from './server.js';
import { openSigningIn } from './sign-in/index.js';
import { Stopping, stopWithSignals } from './stopping.js';
import { TurnLog } from './turn-log.js';
import { TypeAhead } from './type-ahead.js';
import { deskVersion } from './version.js';
import { azureDirectLineOf } from './webchat/azure-direct-line.js';

/** Every kind of document that is kept in the data folder. */
const KINDS = [...ALL_KINDS, ADDRESSES] as DocumentKind<unknown>[];

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config.logLevel, undefined, config.logKey);
  const mode = modeOf(config);
  const build = { version: await deskVersion(), node: process.versions.node, mode };
  const metrics = new Metrics().ofProcess(build);
  const freePort = await answerBeforeStart(config);
  const book = await openJsonDocuments({
    folder: config.dataDir,
    log: (message) => log.warn(message),
    lockWaitMs: config.startWaitMs,
  });
  const documents = new MeasuredDocuments(book, metrics);
  const seeded = config.localMode ? await seedDemoBook(documents, systemClock) : undefined;
  await ensureFirstAdmin(config, { documents, clock: systemClock, ids: randomIds }, log);
  const desk = createDesk({
    documents,
    clock: systemClock,
    ids: randomIds,
    partnerCenter: recordedInBook,
    report: (error) =>
      log.error({ err: error }, 'something went wrong behind an act that stands, or in an automatic renewal'),
    told: (act) => metrics.act(act),
  });
  const takeSnapshot = () => book.snapshot(systemClock, DERIVED_KINDS);
  const closeAdmin = await openAdminSocket({ dataDir: config.dataDir, desk: { ...desk, takeSnapshot }, log });
  const memories = await openMemories(join(config.dataDir, 'conversations'), (message) => log.warn(message));
  const links = config.publicUrl === undefined ? undefined : new DownloadLinks(config.publicUrl);
  const turns = new TurnLog(log, metrics);
  const signingIn = await openSigningIn({ config, desk, memories, log });
  const { localMode } = config;
  const signedIn = signingIn?.users;
  const addresses = new Addresses(documents, log, desk.noteTimeZone);
  const told = { turns, downloads: links, addresses };
  const bot = new PartnerBot({ desk, memories, localMode, signedIn, log, ...told });
  const typeAhead = new TypeAhead({ bot, desk, turns, log });
  const personOf = signedIn?.personOf;
  const gate = new Gate({ bot: typeAhead, log, limits: { perMinute: config.turnsPerMinute }, personOf });
  const onTurnError = turnErrors(log);
  const adapter = createAdapter(config, log, onTurnError);
  const key = config.chatKey ?? (await keptChatKey(config.dataDir));
  const sendsOfUser = Math.max(LIMITS.chat.sendsOfUser, 2 * config.turnsPerMinute);
  const directLine = await openDirectLine({
    bot: gate,
    onTurnError,
    log,
    memories,
    key,
    admits: signedIn?.has,
    personOf,
    limits: { sendsOfUser },
  });
  const { conversations } = directLine;
  signingIn?.signIns.onEnd((userId) => conversations.endOf(userId));
  metrics.watch({
    directLineConversations: () => conversations.count,
    workAfterTurns: () => bot.underWay.work,
  });
  const readiness = new Readiness(documents, memories);
  const downloads = links && { links, desk, clock: systemClock };
  const health = { readiness, metrics };
  const server = createServer({
    config,
    log,
    adapter,
    directLine,
    signingIn,
    azure: azureDirectLineOf(config),
    bot: gate,
    downloads,
    health,
  });
  const renewals = new Renewals({ desk, documents, clock: systemClock, log });
  const sending = { desk, bot, adapter, addresses, localMode, clock: systemClock, log, counts: metrics };
  const delivery = new NoticeDelivery(sending);
  const notifier = new Notifier({ desk, documents, delivery, clock: systemClock, log });
  metrics.watchNotices(notifier);
  stopWithSignals(
    new Stopping({
      log,
      readiness,
      bot,
      timed: [renewals, notifier],
      server,
      conversations,
      closeAdmin,
      closeBook: async () => {
        await signingIn?.signIns.close();
        await memories.close();
        await book.close();
        await adapter.close();
      },
      exit: (code) => process.exit(code),
    }),
  );

  // Before anything new can be said in the same conversations.
  directLine.resume();
  freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  readiness.started();
  const channels = channelsIn(mode);
  log.info({ ...build, channels, dataFormat: newestFormat(KINDS) }, 'the desk has started');
  welcome(config, seeded !== undefined);
  // Known early, and no reason not to start: whoever signs in asks again.
  signingIn?.issuer.configuration().catch(() => undefined);
  void afterStart(desk, [renewals, notifier], book, log);
}

/** What a desk that already answers does first; a failure of it ends the process as any other does. */
async function afterStart(
  desk: Desk,
  timed: readonly { start(): void }[],
  book: JsonDocuments,
  log: Logger,
): Promise<void> {
  await desk.prepareSearch();
  await desk.prepareOverview();
  // Once all customers are known in short, only those with something to renew or to tell are read.
  for (const one of timed) one.start();
  for await (const { file, reason } of checkAll(book, KINDS)) {
    log.error({ file, reason }, 'a data file cannot be read; it is left as it is');
  }
}

/** What to open, for whoever started the desk by hand. */
function welcome(
  { port, localMode, credentials, signIn, publicUrl, dataDir }: Config,
  seeded: boolean,
): void {
  const here = `http://localhost:${port}`;
  const lines = [
    '',
    'Reservation Desk is ready.',
    ...(localMode || signIn ? [`Chat: ${signIn ? publicUrl : here}/`] : []),
    ...(localMode || credentials ? [`Bot:  ${here}/api/messages`] : []),
    `Data: ${dataDir}${seeded ? ' (a demo book was made there)' : ''}`,
    ...(localMode ? ['Local mode: no sign-in, reachable from this machine only.'] : []),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

start().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});

/** What the system says of a folder that can not be written. */
const UNUSABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'EIO'];

/** Why the desk did not start, for whoever started it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}\nAnother program uses that port. Stop it, or choose another one: PORT=4000 npm start`;
  }
  if ('code' in error && UNUSABLE.includes(String(error.code)) && !('port' in error))
    return `The data folder can not be used: ${error.message}\nIs there room on its disk, and may this user write to it?`;
  const known = error instanceof ConfigError || error instanceof FolderInUse;
  return known ? error.message : String(error.stack);
}
