//! One span, one entity: of candidates that share bytes the likeliest stays, the others become `also_possible`.

use crate::detect::Candidate;
use crate::entity::{EntityId, id};

/// A candidate that stays, and where in `also` its losers are.
pub(crate) struct Kept {
    pub(crate) candidate: Candidate,
    pub(crate) also: std::ops::Range<usize>,
}

/// Sorts `candidates` by place and calls `keep` for those that stay, in order of segment and start.
///
/// Quadratic in the number of candidates that overlap one another in a chain, which a digit run's windows bound.
pub(crate) fn resolve(candidates: &mut [Candidate], also: &mut Vec<EntityId>, mut keep: impl FnMut(Kept)) {
    // Fields come in order and seldom overlap: most records need no sorting.
    let key = |candidate: &Candidate| (candidate.segment, candidate.span.start, candidate.span.end, candidate.entity);
    if !candidates.is_sorted_by_key(key) {
        candidates.sort_unstable_by_key(key);
    }
    let mut first = 0;
    while first < candidates.len() {
        let end = cluster_end(candidates, first);
        resolve_cluster(&mut candidates[first..end], also, &mut keep);
        first = end;
    }
}

/// One past the last candidate that overlaps, directly or through others, the one at `first`.
fn cluster_end(candidates: &[Candidate], first: usize) -> usize {
    let segment = candidates[first].segment;
    let mut reach = candidates[first].span.end;
    let mut end = first + 1;
    while end < candidates.len() && candidates[end].segment == segment && candidates[end].span.start < reach {
        reach = reach.max(candidates[end].span.end);
        end += 1;
    }
    end
}

fn resolve_cluster(cluster: &mut [Candidate], also: &mut Vec<EntityId>, keep: &mut impl FnMut(Kept)) {
    if let [only] = cluster {
        keep(Kept { candidate: *only, also: also.len()..also.len() });
        return;
    }
    // The winner by points, then by length; an unclaimed run only where nothing else stands.
    let rank = |candidate: &Candidate| {
        (
            candidate.entity != id::NUMBER_RUN,
            candidate.points,
            candidate.span.len(),
            std::cmp::Reverse(candidate.entity),
        )
    };
    cluster.sort_by_key(|candidate| std::cmp::Reverse(rank(candidate)));
    let mut winners = 0;
    for index in 0..cluster.len() {
        if !cluster[..winners].iter().any(|winner| winner.span.overlaps(cluster[index].span)) {
            cluster[winners..=index].rotate_right(1);
            winners += 1;
        }
    }
    let (winners, losers) = cluster.split_at_mut(winners);
    winners.sort_unstable_by_key(|winner| winner.span.start);
    for winner in winners {
        let start = also.len();
        for loser in losers.iter().filter(|loser| loser.span == winner.span && loser.entity != winner.entity) {
            if loser.entity != id::NUMBER_RUN && !also[start..].contains(&loser.entity) {
                also.push(loser.entity);
            }
        }
        keep(Kept { candidate: *winner, also: start..also.len() });
    }
}
