/** Notices in a chat: those that wait are shown when nothing is open, and then count as told. */
import { nanoid } from 'nanoid';
import { noticeCard } from '../cards/views/notice.js';
import type { Desk } from '../domain/desk.js';
import { Refusal } from '../domain/refusals.js';
import type { Turn } from './turn.js';

/** Shows what waits for the user, one card for each kind; gives how many cards that were. */
async function tellNotices(desk: Desk, { actor, words, replies }: Turn): Promise<number> {
  const attemptId = nanoid();
  const claimed = await desk.claimNotices(actor, { attemptId, occasion: 'visit' });
  for (const group of claimed?.groups ?? []) {
    await replies.card(noticeCard(words, group));
    await desk.settleNotices(actor, attemptId, 'sent', group.kind);
  }
  return claimed?.groups.length ?? 0;
}

/** The same beside what was asked for: what can not be read or written now is shown another time. */
export async function tellNoticesBeside(desk: Desk, turn: Turn): Promise<void> {
  try {
    await tellNotices(desk, turn);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** "what's new": looks for what is due for the user first; says so where there is nothing. */
export async function tellNews(desk: Desk, turn: Turn): Promise<void> {
  const { actor, words, replies } = turn;
  await desk.planNotices(actor.partnerId, actor.userId);
  if ((await tellNotices(desk, turn)) > 0) return;
  const { wanted } = await desk.noticeSettings(actor);
  await replies.text(words.t(wanted.length > 0 ? 'notices.none' : 'notices.noneWanted'));
}

/** What a button of a notice says of the row that it is about: chosen on the card, or the only one. */
export function noticed({
  noticed: chosen,
  about = '',
}: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(chosen ?? about));
}
