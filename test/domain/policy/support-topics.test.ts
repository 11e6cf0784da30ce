/** The topics of support requests, as the portal's form has them. */
import { describe, expect, it } from '@jest/globals';
import {
  ISSUE_TYPES,
  RETURN_TOPIC,
  requireTopic,
  topicNames,
  topicsBelow,
} from '../../../domain/policy/support-topics.js';
import { refusalOf } from '../../support/builders.js';

describe('the topics', () => {
  it('are the four issue types of the form', () => {
    expect(ISSUE_TYPES.map(({ name }) => name)).toEqual([
      'Billing',
      'Subscription management',
      'Technical',
      'Service and subscription limits (quotas)',
    ]);
  });

  it('have the place of refunds and exchanges, and that of the vCPU quota', () => {
    expect(topicNames(RETURN_TOPIC)).toEqual(['Billing', 'Reservation management', 'Exchanges and refunds']);
    expect(topicNames({ issueType: 'quotas', problemType: 'computeVm' })[1]).toMatch(
      /^Compute-VM \(cores-vCPUs\)/,
    );
  });

  it('are found level by level, at most eight at a time, each id once', () => {
    const sameId = (all: readonly { id: string }[]) => new Set(all.map(({ id }) => id)).size < all.length;
    for (const issue of ISSUE_TYPES) {
      const problems = topicsBelow({ issueType: issue.id });
      for (const problem of problems) {
        const categories = topicsBelow({ issueType: issue.id, problemType: problem.id });
        for (const level of [topicsBelow({}), problems, categories]) {
          expect(level.length).toBeGreaterThan(0);
          expect(level.length).toBeLessThanOrEqual(8);
          expect(sameId(level)).toBe(false);
        }
        for (const { id } of categories) {
          const topic = { issueType: issue.id, problemType: problem.id, category: id };
          expect(requireTopic(topic)).toEqual(topic);
          expect(topicsBelow(topic)).toEqual([]);
        }
      }
    }
  });

  it.each([
    {},
    { issueType: 'billing' },
    { issueType: 'billing', problemType: 'computeVm', category: 'vcpuIncrease' },
    { issueType: 'billing', problemType: 'reservationManagement', category: 'toString' },
  ])('are refused where the form has no such one: %j', (topic) => {
    expect(refusalOf(() => requireTopic(topic))).toEqual({ code: 'SupportInvalid', fields: ['topic'] });
  });
});
