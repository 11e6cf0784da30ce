/**
 * A process that opens a book, sends what is due once and kills itself at a step of that; run by
 * test/bot/notifier-killed.test.ts over the built desk. Its argument: {folder, now, step, time}.
 */
import { createAdapter } from '../../dist/bot/adapter.js';
import { Addresses } from '../../dist/bot/addresses.js';
import { readConfig } from '../../dist/bot/config.js';
import { createLogger } from '../../dist/bot/logger.js';
import { openMemories } from '../../dist/bot/memories.js';
import { NoticeDelivery } from '../../dist/bot/notice-delivery.js';
import { Notifier } from '../../dist/bot/notifier.js';
import { PartnerBot } from '../../dist/bot/partner-bot.js';
import { createDesk, randomIds } from '../../dist/domain/desk.js';
import { recordedInBook } from '../../dist/domain/partner-center.js';
import { openJsonDocuments } from '../../dist/domain/store/json-documents.js';

const { folder, now, step, time } = JSON.parse(process.argv[2] ?? '{}');
let seen = 0;
let armed = false;
const at = (name) => {
  if (!armed || name !== step) return;
  seen += 1;
  if (seen === time) process.kill(process.pid, 'SIGKILL');
};

const documents = await openJsonDocuments({ folder, onStep: at });
const clock = { now: () => new Date(now) };
const book = createDesk({ documents, clock, ids: randomIds, partnerCenter: recordedInBook });
const desk = {
  ...book,
  claimNotices: async (...given) => {
    const claimed = await book.claimNotices(...given);
    at('claimed');
    return claimed;
  },
  settleNotices: async (...given) => {
    at('taken');
    await book.settleNotices(...given);
    at('settled');
  },
};
const log = createLogger('silent');
const memories = await openMemories(`${folder}/conversations`);
const addresses = new Addresses(documents, log);
const bot = new PartnerBot({ desk, memories, localMode: true, log, addresses });
const adapter = createAdapter(readConfig({}), log, async () => undefined);
const delivery = new NoticeDelivery({ desk, bot, adapter, addresses, localMode: true, clock, log });
const notifier = new Notifier({ desk, documents, delivery, clock, log });
await desk.prepareOverview();
await book.planNotices('northbridge');
armed = true;
await notifier.look();
await bot.idle();
await adapter.close();
await memories.close();
await documents.close();
