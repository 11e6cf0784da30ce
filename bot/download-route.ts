/** `GET /download/<id>`: a history, or what expires, as a CSV file, made at that moment and with the rights that the user has then. */
import type { Logger } from 'pino';
import type { Response, Server } from 'restify';
import { csvOf, type Table } from '../cards/csv.js';
import { expiringTable } from '../cards/views/attention-table.js';
import { activityTable, ordersTable } from '../cards/views/history-table.js';
import { wordsFor } from '../cards/words.js';
import type { FileWish } from '../dialogs/downloads.js';
import type { Desk } from '../domain/desk.js';
import { isRefusal, Refusal } from '../domain/refusals.js';
import { type Clock, dayOf } from '../domain/term.js';
import type { DownloadLinks } from './downloads.js';
import { refuse } from './http.js';

export interface DownloadOptions {
  readonly links: DownloadLinks;
  readonly desk: Desk;
  readonly clock: Clock;
}

/** Adds the route. A link that is unknown, used or too old is answered with 404, a user without the rights with 403. */
export function registerDownloads(
  server: Server,
  { links, desk, clock }: DownloadOptions,
  log: Logger,
): void {
  server.get('/download/:id', async (req, res) => {
    res.header('Cache-Control', 'no-store');
    const wish = links.take(String(req.params.id));
    if (!wish)
      return refuse(res, 404, 'This link has been used or is too old. Ask for the file again in the chat.');
    try {
      const table = await tableFor(desk, wish);
      log.info({ ...wish.actor, job: wish.job, rows: table.rows.length }, 'a file was downloaded');
      send(res, `${wish.job}-${dayOf(clock.now())}.csv`, csvOf(table));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const rights = isRefusal(error, 'UnknownUser') || isRefusal(error, 'NeedsRole');
      log.info({ ...wish.actor, job: wish.job, refusal: error.facts.code }, 'a download was refused');
      if (rights) return refuse(res, 403, 'You may no longer see this.');
      refuse(res, 409, 'The file can not be made now. Look at the list in the chat, and ask for it again.');
    }
  });
}

async function tableFor(desk: Desk, { actor, job, filter, locale }: FileWish): Promise<Table> {
  const words = wordsFor(locale);
  if (job === 'expiring') return expiringTable(words, await desk.exportExpiring(actor, filter));
  return job === 'orders'
    ? ordersTable(words, await desk.exportOrders(actor, filter))
    : activityTable(words, await desk.exportActivity(actor, filter));
}

/** @param name of the file: of letters, digits, "-" and "." only, so it needs no quoting rules. */
function send(res: Response, name: string, csv: string): void {
  res.header('Content-Type', 'text/csv; charset=utf-8');
  res.header('Content-Disposition', `attachment; filename="${name}"`);
  res.sendRaw(200, csv);
}
