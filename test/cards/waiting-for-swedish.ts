/** What is not in Swedish yet: the answers to questions. They are given in English until they are. */
export const waitsForSwedish = (key: string): boolean => key.startsWith('questions.');
