import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import type { ScoreStore } from '../ports/scores.js';

/** Scores of signals, in the order of their ids; null where there is none yet. @throws {DomainError} FORBIDDEN */
export function findScores({ scores }: { readonly scores: Pick<ScoreStore, 'findByIds'> }) {
  return async (signalIds: readonly string[], actor: Actor): Promise<readonly (SignalScore | null)[]> => {
    requirePermission(actor, 'signal:read');
    const found = new Map((await scores.findByIds(signalIds)).map((score) => [score.signalId, score]));
    return signalIds.map((id) => found.get(id) ?? null);
  };
}
