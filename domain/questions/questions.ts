/**
 * The questions that the desk answers from its rules: each with the page that the answer comes from, the job that it
 * is about, and what is asked next. Their words stand with the cards.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const JOBS = ['buy', 'refund', 'exchange', 'permissions', 'customers', 'reservations'] as const;
const PAGES = ['buy', 'manage', 'permission'] as const;

const question = z.strictObject({
  id: z.string().regex(/^[a-zA-Z]+$/),
  page: z.enum(PAGES),
  /** Where the page leaves it open, the answer is how the desk decides (the rules mark those decisions). */
  basis: z.enum(['page', 'desk']),
  /** What does it. */
  job: z.enum(JOBS),
  related: z.array(z.string()).max(3),
});
export type Question = z.infer<typeof question>;

const { pages, questions } = z
  .strictObject({ pages: z.record(z.enum(PAGES), z.url()), questions: z.array(question) })
  .parse(JSON.parse(readFileSync(new URL('./questions.json', import.meta.url), 'utf8')));

export const QUESTIONS: readonly Question[] = questions;

const byId = new Map(questions.map((one) => [one.id, one]));

/** The question with this id; undefined where there is none. */
export function questionWith(id: string): Question | undefined {
  return byId.get(id);
}

/** The address of the page that a question is answered from. */
export function pageOf({ page }: Question): string {
  return pages[page];
}

/** The questions that are asked next, at most three. */
export function relatedTo({ related }: Question): Question[] {
  return related.flatMap((id) => byId.get(id) ?? []);
}
