//! From the state that an object is in to the one that a record asks for, through the core's own moves.

use std::collections::VecDeque;

use talents_core::Change;

/// The fewest moves that lead from a state to another, or `None` where none do.
pub(super) fn shortest_path<S: Copy + PartialEq, M: Copy>(
    from: S,
    to: S,
    moves: &[M],
    next: impl Fn(S, M) -> Option<S>,
) -> Option<Vec<M>> {
    let mut visited = vec![from];
    let mut queue = VecDeque::from([(from, Vec::new())]);
    while let Some((state, path)) = queue.pop_front() {
        if state == to {
            return Some(path);
        }
        for attempt in moves {
            let Some(reached) = next(state, *attempt).filter(|reached| !visited.contains(reached)) else { continue };
            visited.push(reached);
            queue.push_back((reached, path.iter().copied().chain([*attempt]).collect()));
        }
    }
    None
}

/// One change out of two that follow each other: the last value, and the events of both.
pub(super) fn then<T>(first: Option<Change<T>>, second: Change<T>) -> Change<T> {
    let mut events = first.map(|change| change.events).unwrap_or_default();
    events.extend(second.events);
    Change { value: second.value, events }
}

#[cfg(test)]
mod tests {
    use talents_core::mission::{MissionMoveKind, MissionState, next_state};

    use super::*;

    #[test]
    fn a_rejected_mission_was_submitted_before() {
        let moves = [MissionMoveKind::Reject, MissionMoveKind::Publish, MissionMoveKind::Submit];
        let path = shortest_path(MissionState::Draft, MissionState::Rejected, &moves, next_state);
        assert_eq!(path, Some(vec![MissionMoveKind::Submit, MissionMoveKind::Reject]));
        assert_eq!(shortest_path(MissionState::Cancelled, MissionState::Published, &moves, next_state), None);
        assert_eq!(shortest_path(MissionState::Draft, MissionState::Draft, &moves, next_state), Some(Vec::new()));
    }
}
