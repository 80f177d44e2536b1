//! The scheme that is measured: an engine that holds it, and what the baselines keep of it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use talents_matching::{Engine, IndexChange, MissionDocument, RankRequest, Vocabulary};

use crate::columns::{Columns, Numbers};
use crate::definition::Question;
use crate::generator::{World, as_of};
use crate::naive::Naive;
use crate::options::Options;
use crate::plain_index::{PlainIndex, PlainSearch};
use crate::report::{Report, progress, timed};
use crate::{Outcome, fault, ours};

/// How many talents are applied between two commits while the index is built: all that is kept of them at a time.
const CHUNK: u32 = 200_000;

/// All that is measured.
pub(crate) struct Scheme {
    /// What documents are drawn from.
    pub(crate) world: World,
    /// What numbers their skills and places.
    pub(crate) numbers: Numbers,
    /// The skills.
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// The engine, with statistics.
    pub(crate) engine: Engine,
    /// The talents as the baselines know them.
    pub(crate) columns: Columns,
    /// The missions, which are in the engine too.
    pub(crate) missions: Vec<MissionDocument>,
}

impl Scheme {
    /// Draws the scheme and builds its index; tells how long the building took, the drawing left aside.
    pub(crate) fn build(options: &Options, folder: &Path) -> Outcome<(Self, Duration)> {
        let world = World::new(options.seed, options.esco.as_deref())?;
        let vocabulary = Arc::new(world.vocabulary());
        let numbers = Numbers::new(&world);
        let engine = ours::open(folder, &vocabulary)?;
        let mut columns = Columns::with_capacity(options.talents as usize);
        let mut building = Duration::ZERO;
        for range in chunks(options.talents) {
            let talents = world.talents(range.clone());
            for talent in &talents {
                columns.push(talent, &numbers);
            }
            let ((), time) = timed(|| ours::add(&engine, talents))?;
            building += time;
            progress(&format!("  {} talents indexed in {:.1} s", range.end, building.as_secs_f64()));
        }
        let missions: Vec<MissionDocument> = (0..options.missions).map(|number| world.mission(number)).collect();
        add_missions(&engine, &missions)?;
        let ((), time) = timed(|| ours::compact(&engine))?;
        building += time;
        progress(&format!("  made one segment in {:.1} s", time.as_secs_f64()));
        let statistics = engine.snapshot().measure(1);
        engine.set_statistics(statistics);
        Ok((Self { world, numbers, vocabulary, engine, columns, missions }, building))
    }

    /// How many talents there are.
    pub(crate) fn talents(&self) -> u32 {
        self.columns.len() as u32
    }

    /// The ranking of talents for a mission of the scheme.
    pub(crate) fn request(&self, mission: usize) -> RankRequest {
        RankRequest::of_document(&self.missions[mission], as_of())
    }

    /// The rankings of talents for the first missions.
    pub(crate) fn requests(&self, count: usize) -> Vec<RankRequest> {
        self.missions.iter().take(count).map(|mission| RankRequest::of_document(mission, as_of())).collect()
    }

    /// The same missions as the baselines read them.
    pub(crate) fn questions(&self, naive: &Naive) -> Vec<Question> {
        let holders = naive.holders();
        let question = |mission| Question::new(mission, &self.numbers, &holders, self.columns.len());
        self.missions.iter().map(question).collect()
    }

    /// Another engine with the same missions and statistics, whose talents were changed before it was built: a map
    /// from the number of a talent to the revision that holds.
    pub(crate) fn rebuilt(&self, revision: impl Fn(u32) -> u32 + Sync, folder: &Path) -> Outcome<Engine> {
        let engine = ours::open(folder, &self.vocabulary)?;
        for range in chunks(self.talents()) {
            ours::add(&engine, range.map(|number| self.world.talent(number, revision(number))).collect())?;
        }
        add_missions(&engine, &self.missions)?;
        engine.set_statistics(self.engine.snapshot().statistics().clone());
        Ok(engine)
    }

    /// Plain tantivy over the same talents, and how long that took to build.
    pub(crate) fn plain_index(&self, folder: &Path) -> Outcome<(PlainSearch, Duration)> {
        let mut index = PlainIndex::create(folder)?;
        let mut building = Duration::ZERO;
        for range in chunks(self.talents()) {
            let talents = self.world.talents(range.clone());
            let ((), time) = timed(|| index.add(&talents, &self.vocabulary))?;
            building += time;
            progress(&format!("  {} talents indexed by plain tantivy in {:.1} s", range.end, building.as_secs_f64()));
        }
        Ok((index.finish()?, building))
    }
}

/// The numbers of the talents, in runs of [`CHUNK`].
fn chunks(talents: u32) -> impl Iterator<Item = std::ops::Range<u32>> {
    (0..talents).step_by(CHUNK as usize).map(move |from| from..(from + CHUNK).min(talents))
}

fn add_missions(engine: &Engine, missions: &[MissionDocument]) -> Outcome<()> {
    let changes = missions.iter().map(|mission| IndexChange::Mission(Box::new(mission.clone())));
    engine.apply(changes).map_err(fault)?;
    engine.commit("bench").map_err(fault)
}

/// What the building of the index is compared with, told.
pub(crate) fn report_building(report: &mut Report, talents: u32, ours: Duration, plain: Duration) {
    let rate = |time: Duration| {
        format!("{:.1} s, {:.0} a second", time.as_secs_f64(), f64::from(talents) / time.as_secs_f64())
    };
    report.row("index, ours", rate(ours));
    report.row("index, plain tantivy", rate(plain));
    report.figure("index_over_plain_tantivy", ours.as_secs_f64() / plain.as_secs_f64());
}
