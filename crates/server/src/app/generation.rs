//! Generations: the counts that rarity is measured by, frozen, so that every server ranks alike and a score does not
//! move with each registration. A new one is cut when the data have moved enough.

use talents_core::event::Actor;
use talents_matching::Statistics;
use talents_store::event::Position;
use talents_store::generation::{self, Generation};

use super::{App, AppError};

/// A generation is cut anew when the number of talents or of missions has moved by more than one in this many.
const MOVED_BY_ONE_IN: u64 = 5;

/// Brings the engine to the latest generation of the store.
pub async fn load(app: &App) -> Result<(), AppError> {
    let Some(latest) = generation::latest(&app.store).await? else { return Ok(()) };
    if app.snapshot().statistics().generation != latest.number {
        // What an older version counted differently does not read: a new generation is cut in its place.
        let Ok(statistics) = serde_json::from_slice(&latest.statistics) else { return Ok(()) };
        app.engine.set_statistics(statistics);
    }
    Ok(())
}

/// Cuts a new generation where there is none, or where the data have moved enough since the last one.
pub async fn refresh(app: &App) -> Result<(), AppError> {
    load(app).await?;
    let snapshot = app.snapshot();
    let frozen = snapshot.statistics();
    let now = (snapshot.talent_count() as u64, snapshot.mission_count() as u64);
    if has_moved(frozen.talent_count(), now.0) || has_moved(frozen.mission_count(), now.1) {
        cut(app).await?;
    }
    Ok(())
}

/// Freezes the counts as they are now.
pub async fn cut(app: &App) -> Result<(), AppError> {
    let snapshot = app.snapshot();
    let number = generation::latest(&app.store).await?.map_or(0, |latest| latest.number) + 1;
    let statistics = snapshot.measure(number);
    let new = Generation {
        number,
        at: app.clock.now(),
        position: app.engine.position().and_then(|text| text.parse::<Position>().ok()),
        statistics: encode(&statistics)?,
    };
    let mut tx = app.store.begin(app.stamp(Actor::Job), app.ids.clone()).await?;
    generation::save(&mut tx, &new).await?;
    tx.commit().await?;
    app.engine.set_statistics(statistics);
    Ok(())
}

fn encode(statistics: &Statistics) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(statistics).map_err(|error| AppError::fault(&error))
}

fn has_moved(frozen: u64, now: u64) -> bool {
    frozen.abs_diff(now) * MOVED_BY_ONE_IN > frozen
}

#[cfg(test)]
mod tests {
    use super::has_moved;

    #[test]
    fn the_first_document_and_a_fifth_more_are_a_move() {
        assert!(has_moved(0, 1));
        assert!(!has_moved(0, 0));
        assert!(!has_moved(100, 120));
        assert!(has_moved(100, 121));
        assert!(has_moved(100, 79));
    }
}
