/** What a support request can be about: issue type, problem type and category, named as the portal's form names them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Refusal } from '../refusals.js';

const named = { id: z.string().min(1), name: z.string().min(1) };
const categorySchema = z.strictObject(named);
const problemTypeSchema = z.strictObject({ ...named, categories: z.array(categorySchema).min(1) });
const issueTypeSchema = z.strictObject({ ...named, problemTypes: z.array(problemTypeSchema).min(1) });
export type IssueType = z.infer<typeof issueTypeSchema>;

/** All issue types, in the order of the form. The names are Microsoft's, in English. */
export const ISSUE_TYPES: readonly IssueType[] = z
  .array(issueTypeSchema)
  .parse(JSON.parse(readFileSync(new URL('./support-topics.json', import.meta.url), 'utf8')));

/** A place in the tree of topics, as far as it is known. */
export interface TopicPath {
  readonly issueType?: string;
  readonly problemType?: string;
  readonly category?: string;
}

/** A topic down to its category, by ids. */
export type Topic = Required<TopicPath>;

/** Where refunds and exchanges are asked for (rules section 4). */
export const RETURN_TOPIC: Topic = {
  issueType: 'billing',
  problemType: 'reservationManagement',
  category: 'exchangesAndRefunds',
};

/** What there is to choose from next, below the place that is known; empty below a category or an unknown place. */
export function topicsBelow({
  issueType,
  problemType,
  category,
}: TopicPath): readonly { id: string; name: string }[] {
  if (issueType === undefined) return ISSUE_TYPES;
  const problemTypes = ISSUE_TYPES.find(({ id }) => id === issueType)?.problemTypes ?? [];
  if (problemType === undefined) return problemTypes;
  if (category !== undefined) return [];
  return problemTypes.find(({ id }) => id === problemType)?.categories ?? [];
}

/** The names of a topic as the form has them, from the issue type down as far as it is known. */
export function topicNames(path: TopicPath): string[] {
  const issueType = ISSUE_TYPES.find(({ id }) => id === path.issueType);
  const problemType = issueType?.problemTypes.find(({ id }) => id === path.problemType);
  const category = problemType?.categories.find(({ id }) => id === path.category);
  return [issueType, problemType, category].flatMap((one) => (one ? [one.name] : []));
}

/** Passes for a topic that the form has. @throws Refusal SupportInvalid. */
export function requireTopic({ issueType = '', problemType = '', category = '' }: TopicPath): Topic {
  const topic = { issueType, problemType, category };
  if (topicNames(topic).length < 3) throw new Refusal({ code: 'SupportInvalid', fields: ['topic'] });
  return topic;
}
