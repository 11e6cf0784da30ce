import { describe, expect, it } from '@jest/globals';
import { reservationsCard } from '../../cards/views/reservations.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard } from './card-rules.js';
import { pageOf } from './reservation-samples.js';

describe('the list of reservations', () => {
  it('is the choice of one of them, to open it', () => {
    const card = reservationsCard(
      wordsFor('en-US'),
      { customerName: 'Contoso Ltd', reservations: pageOf(8, 9) },
      { cardId: 'k' },
    );
    expect(checkCard(card)).toEqual([]);
    expect(card.kind).toBe('choose-reservation');
    expect(card.text).toContain('Contoso Ltd · 9 reservations');
    expect(card.text).toContain('[Open]');
  });
});
