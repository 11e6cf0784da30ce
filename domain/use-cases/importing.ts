/** Bringing a partner's own book in from files: looked at first, then all of it in one change, or nothing at all. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Me } from '../answers.js';
import { type Counts, noCounts } from '../import/counts.js';
import type { FileKindName } from '../import/file-kinds.js';
import type { OrderLine } from '../import/join.js';
import { lookAt, type NextBookOptions, partsOf } from '../import/next-book.js';
import { isPartnerFile, type PartnerFile, readPartnerFile } from '../import/partner-file.js';
import { type KnownFile, openFile } from '../import/read-file.js';
import type { Problem } from '../import/rows.js';
import { type InBook, type OnProgress, type SortedFiles, sortFiles } from '../import/sort-files.js';
import type { ActorStamp, Customer, ImportRecord } from '../model.js';
import { isCurrency } from '../money.js';
import { requireRole } from '../policy/access.js';
import { Refusal } from '../refusals.js';
import { partOfMany } from '../store/documents.js';
import { CUSTOMER, IMPORTS } from '../store/kinds.js';
import { partnerOfUser } from './people.js';
import { type Ports, requireUser, stampOf, today } from './ports.js';

/** As the activity log names it. */
const ACTION = 'import data';

export interface ImportWish {
  readonly files: readonly string[];
  /** The user on whose behalf it is done. */
  readonly userId: string;
  /** Of customers whose file gives none. */
  readonly currency?: string;
  /** Nothing is changed. */
  readonly dryRun: boolean;
}

/** What the files would change. */
export interface ImportReport {
  readonly files: readonly { readonly name: string; readonly kind: FileKindName | 'partner' }[];
  readonly counts: Counts;
  /** The first of the rows that can not be brought in; `wrong` says how many there are. */
  readonly problems: readonly Problem[];
  readonly wrong: number;
}

export interface Importing {
  /** Told what would change; nothing is changed unless it answers true. */
  readonly goOn: (report: ImportReport) => Promise<boolean>;
  readonly onProgress?: OnProgress;
}

/**
 * Reads the files, says what they would change and, where that is wanted and nothing is wrong, changes all of it at
 * once. Orders, requests, carts, permissions and the activity log are never overwritten. In a book without a partner
 * the files name the partner, and the user's right is that of the users file.
 * @throws Refusal UnknownUser, NeedsRole (changePartnerData; for users manageUsers too; rules section 1), those of the store.
 */
export async function importFiles(
  ports: Ports,
  wish: ImportWish,
  { goOn, onProgress = () => undefined }: Importing,
): Promise<{ report: ImportReport; done: boolean }> {
  const folder = await mkdtemp(join(tmpdir(), 'reservation-desk-import-'));
  try {
    const opened = await openAll(wish.files);
    const known = await partnerOf(ports, wish.userId, opened.partner);
    if (!known) return await refusedFiles(opened, [NO_PARTNER], goOn);
    const { partnerId } = known;
    const kinds = opened.files.map(({ kind }) => kind.name);
    const importer = () => requireImporter(ports, { partnerId, ...wish }, kinds);
    const me = known.partner ? undefined : await importer();
    if (wish.currency && !isCurrency(wish.currency)) return await refusedFiles(opened, [NO_CURRENCY], goOn);
    if (opened.problems.length > 0) return await refusedFiles(opened, opened.problems, goOn);
    const sorted = await sortFiles(opened.files, folder, inBook(ports, partnerId), onProgress);
    const by = me ? stampOf(me) : firstImporter(sorted, wish.userId, kinds);
    const profile = me?.partner ?? known.partner?.profile;
    const options: NextBookOptions = {
      partnerId,
      today: today(ports),
      resellers: new Map((profile?.resellers ?? []).map(({ id, mpnId }) => [mpnId, id])),
      ...(me ? { userId: me.user.id } : {}),
      ...(wish.currency ? { currency: wish.currency } : {}),
      ...(known.partner ? { partner: known.partner } : {}),
    };
    const look = await lookAt(ports.documents, sorted, options);
    const report = {
      files: opened.named,
      counts: look.counts,
      problems: look.problems.kept,
      wrong: look.problems.count,
    };
    const agreed = await goOn(report);
    if (wish.dryRun || !agreed || report.wrong > 0 || nothingNew(look.counts)) return { report, done: false };
    // The answer can take its time, in which a role can be taken away.
    if (me) await importer();
    const number = ports.ids.number('IM');
    const at = ports.clock.now().toISOString();
    const names = opened.named.map(({ name }) => name);
    const done: ImportRecord = { number, at, by, files: names, outcome: 'done', counts: look.counts };
    const record = (after: string) => ({
      id: ports.ids.guid(),
      at,
      by,
      action: ACTION,
      subject: number,
      after,
      outcome: 'done' as const,
    });
    const parts = partsOf(sorted, look, options, record, [recorded(partnerId, done)]);
    await ports.documents.updateMany(parts);
    return { report, done: true };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NO_PARTNER: Problem = {
  file: 'the files',
  line: 0,
  reason: 'the book is empty: the partner file (.jsonl) and the users are needed first',
};

const NO_CURRENCY: Problem = {
  file: '--currency',
  line: 0,
  reason: 'is no currency: three letters, such as EUR',
};

interface Opened {
  readonly files: KnownFile[];
  readonly partner?: PartnerFile;
  readonly named: ImportReport['files'];
  readonly problems: Problem[];
}

async function openAll(paths: readonly string[]): Promise<Opened> {
  const files: KnownFile[] = [];
  const problems: Problem[] = [];
  const named: { name: string; kind: FileKindName | 'partner' }[] = [];
  let partner: PartnerFile | undefined;
  for (const path of paths) {
    const found = isPartnerFile(path) ? await readPartnerFile(path) : await openFile(path);
    if ('reason' in found) problems.push(found);
    else if ('profile' in found) {
      partner = found;
      named.push({ name: basename(path), kind: 'partner' });
    } else {
      files.push(found);
      named.push({ name: found.name, kind: found.kind.name });
    }
  }
  return { files, named, problems, ...(partner ? { partner } : {}) };
}

/** The partner whose user this is; in an empty book that of the files. */
async function partnerOf(
  ports: Ports,
  userId: string,
  given: PartnerFile | undefined,
): Promise<{ partnerId: string; partner?: PartnerFile } | undefined> {
  const partnerId = await partnerOfUser(ports, userId);
  if (partnerId !== undefined) return { partnerId };
  return given && { partnerId: given.profile.id, partner: given };
}

/** Who may bring files in; a refused attempt of somebody who is known is recorded. */
async function requireImporter(
  ports: Ports,
  { partnerId, userId, files }: { partnerId: string; userId: string; files: readonly string[] },
  kinds: readonly FileKindName[],
): Promise<Me> {
  const me = await requireUser(ports, { partnerId, userId });
  try {
    requireImport(me.user.roles, kinds);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const record: ImportRecord = {
      number: ports.ids.number('IM'),
      at: ports.clock.now().toISOString(),
      by: stampOf(me),
      files: files.map((path) => basename(path)),
      outcome: 'refused',
      refusal: { ...error.facts },
    };
    const { kind, key, change } = recorded(partnerId, record);
    await ports.documents.update(kind, key, (now) => ({ next: change(now), result: undefined }));
    throw error;
  }
  return me;
}

function requireImport(roles: ActorStamp['roles'], kinds: readonly FileKindName[]): void {
  requireRole('changePartnerData', roles);
  if (kinds.includes('users')) requireRole('manageUsers', roles);
}

/** Who fills an empty book: a user of the file itself, who would have the right in it. */
function firstImporter(sorted: SortedFiles, userId: string, kinds: readonly FileKindName[]): ActorStamp {
  const user = sorted.partner.users.find(({ row }) => row.id === userId)?.row;
  if (!user) throw new Refusal({ code: 'UnknownUser' });
  requireImport(
    user.roles,
    kinds.filter((kind) => kind !== 'users'),
  );
  return { userId, name: user.name, roles: [...user.roles] };
}

function recorded(partnerId: string, record: ImportRecord) {
  return partOfMany(IMPORTS, partnerId, (now) => ({ imports: [...(now?.imports ?? []), record] }));
}

async function refusedFiles(
  { named }: Opened,
  problems: readonly Problem[],
  goOn: Importing['goOn'],
): Promise<{ report: ImportReport; done: boolean }> {
  const report = { files: named, counts: noCounts(), problems, wrong: problems.length };
  await goOn(report);
  return { report, done: false };
}

function nothingNew(counts: Counts): boolean {
  return Object.values(counts).every((one) => one.new === 0 && one.changed === 0);
}

function inBook(ports: Ports, partnerId: string): InBook {
  return {
    async *customers() {
      for (const key of await ports.documents.list(CUSTOMER, partnerId)) {
        const customer = await ports.documents.read(CUSTOMER, key);
        if (!customer) continue;
        const { id, subscriptions } = customer;
        yield { id, subscriptionIds: subscriptions.map((one) => one.id), orders: ordersOf(customer) };
      }
    },
  };
}

function ordersOf(customer: Customer): Extract<OrderLine, { is: 'inBook' }>[] {
  return [...customer.reservations, ...(customer.incompleteReservations ?? [])].map((one) => ({
    is: 'inBook',
    orderId: one.orderId,
    customerId: customer.id,
    row: { id: one.id, quantity: one.quantity, term: one.product.term },
  }));
}
