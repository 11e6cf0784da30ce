/** A desk that sends notices over HTTP: the demo book in memory, a bot in local mode, and a connector that counts. */
import { createAdapter } from '../../bot/adapter.js';
import { Addresses } from '../../bot/addresses.js';
import { readConfig } from '../../bot/config.js';
import { createLogger } from '../../bot/logger.js';
import type { Memories } from '../../bot/memories.js';
import { Metrics } from '../../bot/metrics.js';
import { NoticeDelivery } from '../../bot/notice-delivery.js';
import { Notifier, type NotifierParts } from '../../bot/notifier.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import type { Actor, NoticeKind } from '../../domain/model.js';
import type { Documents } from '../../domain/store/documents.js';
import { DemoDesk } from '../support/demo-desk.js';
import { startCountingConnector } from './counting-connector.js';
import { startDesk } from './running-desk.js';

const PARTNER = 'northbridge';
export const ANNA: Actor = { partnerId: PARTNER, userId: 'anna-admin' };
export const GIULIA: Actor = { partnerId: PARTNER, userId: 'giulia-global' };

/** One process of the desk over a book that others may have open too. */
export function startNotifier(
  demo: DemoDesk<Documents, Memories>,
  times: Pick<NotifierParts, 'everyMs' | 'soonMs'> = {},
  log = createLogger('silent'),
) {
  const { desk, documents, memories, clock } = demo;
  const metrics = new Metrics();
  const addresses = new Addresses(documents, log, desk.noteTimeZone);
  const bot = new PartnerBot({ desk, memories, localMode: true, log, addresses });
  const adapter = createAdapter(readConfig({}), log, async () => undefined);
  const parts = { desk, bot, adapter, addresses, localMode: true, clock, log, counts: metrics };
  const delivery = new NoticeDelivery(parts);
  const notifier = new Notifier({ desk, documents, delivery, clock, log, ...times });
  return { addresses, bot, adapter, delivery, notifier, metrics };
}

export async function startNoticeDesk() {
  const connector = await startCountingConnector();
  const demo = await DemoDesk.open();
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => void lines.push(line) });
  const process = startNotifier(demo, {}, log);
  let running = await startDesk({ bot: process.bot, log });
  await demo.desk.prepareOverview();
  let sent = 0;
  return {
    ...process,
    demo,
    connector,
    lines,
    /** A message as Teams sends it from a chat; its user acts as the Admin agent unless told otherwise. */
    async say(conversation: string, more: Record<string, unknown>): Promise<void> {
      const answer = await running.call('POST', '/api/messages', {
        type: 'message',
        id: `message-${++sent}`,
        channelId: 'msteams',
        serviceUrl: connector.url,
        conversation: { id: conversation, conversationType: 'personal', tenantId: 'tenant' },
        from: { id: `user-of-${conversation}`, name: 'User' },
        recipient: { id: '28:bot', name: 'Bot' },
        locale: 'en-US',
        ...more,
      });
      if (answer.status !== 200) throw new Error(`the desk answered ${answer.status}: ${answer.text}`);
      await process.bot.idle();
    },
    /** The desk that answers is another one from now on, over the same book. */
    async restart(): Promise<void> {
      await running.close();
      running = await startDesk({ bot: startNotifier(demo, {}, log).bot, log });
    },
    /** These users want these notices from now on. */
    async want(actors: readonly Actor[], ...kinds: NoticeKind[]): Promise<void> {
      const wanted = Object.fromEntries(kinds.map((kind) => [kind, true]));
      for (const actor of actors) await demo.desk.setNotices(actor, { wanted });
    },
    async close(): Promise<void> {
      await process.notifier.stop();
      await running.close();
      await process.adapter.close();
      await connector.close();
    },
  };
}
export type NoticeDesk = Awaited<ReturnType<typeof startNoticeDesk>>;
