/** A desk at which notices are wanted, and what is told there, in short. */
import type { NoticeRow, NoticesClaimed } from '../../domain/answers/notices.js';
import { NOTICE_KINDS, type NoticeKind } from '../../domain/model.js';
import type { TestDesk } from './desk.js';

/** The user wants to be told all of these; all there is unless given. */
export async function wants(
  { desk, actor }: TestDesk,
  userId?: string,
  kinds: readonly NoticeKind[] = NOTICE_KINDS,
): Promise<void> {
  await desk.setNotices(actor(userId), { wanted: Object.fromEntries(kinds.map((kind) => [kind, true])) });
}

/** Looks what is due, and gives all that the user is told at a visit, as shown. */
export async function told(t: TestDesk, userId?: string): Promise<NoticeRow[]> {
  await t.desk.planNotices(t.actor().partnerId);
  const attemptId = `visit-${t.clock.now().toISOString()}`;
  const claimed = await t.desk.claimNotices(t.actor(userId), { attemptId, occasion: 'visit' });
  await t.desk.settleNotices(t.actor(userId), attemptId, 'sent');
  return rowsOf(claimed);
}

/** The rows that were handed out. */
export function rowsOf(claimed: NoticesClaimed | undefined): NoticeRow[] {
  return (claimed?.groups ?? []).flatMap(({ rows }) => [...rows]);
}

/** "expiring7 res-1": a row by its kind and what it is about. */
export function inShort(row: NoticeRow): string {
  const about =
    'reservationId' in row
      ? row.reservationId
      : 'number' in row
        ? row.number
        : 'customerId' in row
          ? row.customerId
          : row.requestId;
  return `${row.kind} ${about}`;
}
