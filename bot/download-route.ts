/** `GET /download/<id>`: a file, made at that moment and with the rights that the user has then. */
import type { Logger } from 'pino';
import type { Response, Server } from 'restify';
import { csvOf, type Table } from '../cards/csv.js';
import { pdfOf } from '../cards/pdf.js';
import { expiringTable } from '../cards/views/attention-table.js';
import { bulkTable } from '../cards/views/bulk-result.js';
import { customerCopyPage } from '../cards/views/customer-copy.js';
import { activityTable, ordersTable } from '../cards/views/history-table.js';
import { sheetTemplate } from '../cards/views/sheet-words.js';
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
    const wish = links.take(String(req.params.id));
    if (!wish)
      return refuse(res, 404, 'This link has been used or is too old. Ask for the file again in the chat.');
    const about = { partner: wish.actor.partnerId, user: wish.actor, job: wish.job };
    try {
      const file = await fileFor(desk, clock, wish);
      log.info({ ...about, bytes: file.body.length }, 'a file was downloaded');
      send(res, `${wish.job}-${dayOf(clock.now())}`, file);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const rights = isRefusal(error, 'UnknownUser') || isRefusal(error, 'NeedsRole');
      log.info({ ...about, refusal: error.facts.code }, 'a download was refused');
      if (rights) return refuse(res, 403, 'You may no longer see this.');
      refuse(res, 409, 'The file can not be made now. Look at the list in the chat, and ask for it again.');
    }
  });
}

interface File {
  readonly type: string;
  /** End of the file's name. */
  readonly ending: 'csv' | 'pdf';
  readonly body: Buffer;
}

async function fileFor(desk: Desk, clock: Clock, wish: FileWish): Promise<File> {
  const words = wordsFor(wish.locale);
  switch (wish.job) {
    case 'copy': {
      const copy = await desk.customerCopy(wish.actor, wish.customerId, wish.what);
      return pdfFile(await pdfOf(customerCopyPage(words, copy, clock.now())));
    }
    case 'orders':
      return csvFile(ordersTable(words, await desk.exportOrders(wish.actor, wish.filter)));
    case 'activity':
      return csvFile(activityTable(words, await desk.exportActivity(wish.actor, wish.filter)));
    case 'expiring':
      return csvFile(expiringTable(words, await desk.exportExpiring(wish.actor, wish.filter)));
    case 'bulk':
      return csvFile(bulkTable(words, await desk.bulk(wish.actor, wish.bulkId)));
    case 'bulk-template':
      return csvFile(sheetTemplate(words));
  }
}

function csvFile(table: Table): File {
  return { type: 'text/csv; charset=utf-8', ending: 'csv', body: Buffer.from(csvOf(table)) };
}

function pdfFile(body: Buffer): File {
  return { type: 'application/pdf', ending: 'pdf', body };
}

/** @param name of the file: of letters, digits, "-" and "." only, so it needs no quoting rules. */
function send(res: Response, name: string, { type, ending, body }: File): void {
  res.header('Content-Type', type);
  res.header('Content-Disposition', `attachment; filename="${name}.${ending}"`);
  res.sendRaw(200, body);
}
