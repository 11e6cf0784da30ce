/** Reads the configuration, constructs everything, listens. No logic. */

import { seedDemoBook } from '../domain/demo/demo-book.js';
import { createDesk, randomIds } from '../domain/desk.js';
import { recordedInBook } from '../domain/partner-center.js';
import { checkAll } from '../domain/store/check.js';
import { FolderInUse } from '../domain/store/folder-lock.js';
import { openJsonDocuments } from '../domain/store/json-documents.js';
import { ALL_KINDS } from '../domain/store/kinds.js';
import { systemClock } from '../domain/term.js';
import { createAdapter } from './adapter.js';
import { openAdminSocket } from './admin-socket.js';
import { ConfigError, readConfig } from './config.js';
import { createDirectLine } from './directline/index.js';
import { DownloadLinks } from './downloads.js';
import { Gate } from './gate.js';
import { createLogger } from './logger.js';
import { PartnerBot } from './partner-bot.js';
import { Renewals } from './renewals.js';
import { createServer } from './server.js';
import { DocumentStorage } from './state.js';
import type { OnTurnError } from './turn-handler.js';

/** How long a stop waits for answers under way. */
const GRACE_MS = 2000;

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLogger(config.logLevel);
  const documents = await openJsonDocuments({ folder: config.dataDir, log: (message) => log.warn(message) });
  const seeded = config.localMode ? await seedDemoBook(documents, systemClock) : undefined;
  const desk = createDesk({
    documents,
    clock: systemClock,
    ids: randomIds,
    partnerCenter: recordedInBook,
    report: (error) =>
      log.error({ err: error }, 'something went wrong behind an act that stands, or in an automatic renewal'),
  });
  const closeAdmin = await openAdminSocket({ dataDir: config.dataDir, desk, log });
  const storage = new DocumentStorage(documents);
  const links = config.publicUrl === undefined ? undefined : new DownloadLinks(config.publicUrl);
  const partnerBot = new PartnerBot({ desk, storage, localMode: config.localMode, log, downloads: links });
  const bot = new Gate({ bot: partnerBot, log, limits: { perMinute: config.turnsPerMinute } });
  const onTurnError: OnTurnError = async (_context, error) => log.error({ err: error }, 'a turn failed');
  const adapter = createAdapter(config, log, onTurnError);
  const directLine = createDirectLine({ bot, onTurnError, log });
  let ready = false;
  const downloads = links && { links, desk, clock: systemClock };
  const server = createServer({ config, log, adapter, directLine, bot, downloads, ready: () => ready });

  const renewals = new Renewals({ desk, documents, clock: systemClock, log });

  const stop = async () => {
    ready = false;
    renewals.stop();
    directLine.conversations.close();
    server.server.closeIdleConnections();
    // A chat page asks again on the connection it has: it would keep the desk from ever stopping.
    setTimeout(() => server.server.closeAllConnections(), GRACE_MS).unref();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await closeAdmin();
    await documents.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  ready = true;
  welcome(config.port, config.localMode, config.dataDir, seeded !== undefined);
  renewals.start();
  await desk.prepareSearch();
  await desk.prepareOverview();
  for await (const { file, reason } of checkAll(documents, ALL_KINDS)) {
    log.error({ file, reason }, 'a data file cannot be read; it is left as it is');
  }
}

/** What to open, for whoever started the desk by hand. */
function welcome(port: number, localMode: boolean, dataDir: string, seeded: boolean): void {
  const lines = [
    '',
    `Reservation Desk is ready.   Chat:  http://localhost:${port}/`,
    `                             Bot:   http://localhost:${port}/api/messages`,
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

/** Why the desk did not start, for whoever started it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}\nAnother program uses that port. Stop it, or choose another one: PORT=4000 npm start`;
  }
  const known = error instanceof ConfigError || error instanceof FolderInUse;
  return known ? error.message : String(error.stack);
}
