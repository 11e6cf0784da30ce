/** Lines that are sent to be bought in bulk, and how far the buying is: what can come at any step. */

import { countsLine } from '../cards/views/bulk-lines.js';
import { howFarLine } from '../cards/views/bulk-progress.js';
import { refusalText } from '../cards/views/refusal.js';
import { SHEET_WORDS } from '../cards/views/sheet-words.js';
import { type FileProblem, MOST_BYTES } from '../domain/bulk/sheet.js';
import type { Desk } from '../domain/desk.js';
import { isRefusal } from '../domain/refusals.js';
import type { FlowOptions } from './flow.js';
import type { Turn } from './turn.js';

/** Checks what was sent; gives what the flow goes on with: the review, or, once it is said what is wrong, sending again. */
export async function sheetChecked(turn: Turn, desk: Desk): Promise<FlowOptions> {
  const { sheet, words, replies } = turn;
  if (!sheet) return {};
  if ('problem' in sheet) {
    await replies.text(problemText(turn, sheet.problem));
    return { fresh: true };
  }
  try {
    const { bulk } = await desk.checkBulk(turn.actor, sheet.text, SHEET_WORDS, words.locale);
    return { bulkId: bulk.id };
  } catch (error) {
    if (!isRefusal(error, 'SheetUnreadable')) throw error;
    await replies.text(refusalText(words, error.facts));
    return { fresh: true };
  }
}

function problemText({ words }: Turn, problem: FileProblem): string {
  return words.t(`bulk.file.${problem}`, { kilobytes: MOST_BYTES / 1024 });
}

/** Says how far the user's latest bulk purchase is. */
export async function howFar({ actor, words, replies }: Turn, desk: Desk): Promise<void> {
  const facts = await desk.latestBulk(actor);
  if (!facts) return await replies.text(words.t('bulk.progress.none'));
  await replies.text(`${howFarLine(words, facts)}: ${countsLine(words, facts)}.`);
}

/** True where lines of a confirmed purchase of this user still wait: something to go on with. */
export async function isUnfinished({ actor }: Turn, desk: Desk): Promise<boolean> {
  return (await desk.latestBulk(actor))?.state === 'begun';
}
