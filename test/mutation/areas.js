/** What is mutated together, and which tests must notice: those of the same area, not any test that happens to pass by. */
const use = (...names) => names.map((name) => `test/domain/use-cases/${name}.test.ts`);

export const AREAS = {
  policy: {
    mutate: ['domain/{money,term}.ts', 'domain/policy/**/*.ts'],
    tests: ['test/domain/money.test.ts', 'test/domain/term.test.ts', 'test/domain/policy/**/*.test.ts'],
  },
  store: {
    mutate: ['domain/store/**/*.ts', 'domain/backup/**/*.ts', 'domain/partner-list.ts'],
    tests: [
      'test/domain/store*.test.ts',
      'test/domain/folder-faults.test.ts',
      'test/domain/backup/**/*.test.ts',
      ...use('on-disk'),
    ],
  },
  search: {
    mutate: ['domain/search/**/*.ts'],
    tests: ['test/domain/search/**/*.test.ts'],
  },
  import: {
    mutate: ['domain/import/**/*.ts', 'domain/bulk/**/*.ts'],
    tests: ['test/domain/import/**/*.test.ts', 'test/domain/bulk/**/*.test.ts', ...use('bulk')],
  },
  overview: {
    mutate: [
      'domain/overview/**/*.ts',
      'domain/use-cases/{overview,attention,attention-rows,history-of-all}.ts',
    ],
    tests: ['test/domain/overview.test.ts', ...use('attention', 'over-all', 'histories')],
  },
  partner: {
    mutate: [
      'domain/use-cases/partner/!(asking-access|access-requests|first-admin).ts',
      'domain/use-cases/{people,naming,preferences,log}.ts',
    ],
    tests: use('partner', 'preferences', 'rights', 'histories'),
  },
  'use-cases': {
    mutate: [
      'domain/use-cases/*.ts',
      'domain/partner-center.ts',
      '!domain/use-cases/{overview,attention,attention-rows,history-of-all,people,naming,preferences,log}.ts',
      '!domain/use-cases/{importing,exporting}.ts',
    ],
    tests: ['test/domain/use-cases/**/*.test.ts'],
  },
  files: {
    mutate: ['domain/use-cases/{importing,exporting}.ts'],
    tests: ['test/domain/import/{importing,round-trip}.test.ts', ...use('on-disk')],
  },
  access: {
    mutate: ['domain/use-cases/partner/{asking-access,access-requests,first-admin}.ts'],
    tests: use('access-requests', 'first-admin'),
  },
  notices: {
    mutate: ['domain/use-cases/notices/*.ts'],
    tests: ['test/domain/use-cases/notices/*.test.ts'],
  },
};
