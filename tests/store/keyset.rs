//! Lists that are paged by keys in the store: every element once, in order, however many there are, and an exact count.

use std::collections::BTreeSet;

use talents_core::id::PersonId;
use talents_store::engagement::Sides;
use talents_store::{Key, application, engagement};
use uuid::Uuid;

use crate::harness::engines::on_both_urls;
use crate::harness::world::{EFFORT, Plan, World};
use crate::races::{Racer, select};

/// More than a page, and several made within the same transaction, so that moments are alike.
const CANDIDATES: u32 = 25;

#[tokio::test(flavor = "multi_thread")]
async fn pages_walked_to_the_end_give_each_application_and_each_engagement_once() {
    on_both_urls(|url| async move {
        let plan = Plan { missions: 1, seats: 20, candidates: CANDIDATES, credits: EFFORT };
        let world = World::new(&url, plan).await;
        let (store, mission) = (&world.app.store, world.missions[0]);
        let (mut walked, mut after): (Vec<_>, Option<Key>) = (Vec::new(), None);
        loop {
            let page = application::page_of_mission(store, mission, after, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(application::key(last));
            walked.extend(page);
        }
        assert_eq!(walked, application::all_of_mission(store, mission).await.unwrap());
        assert_eq!(application::count_of_mission(store, mission).await.unwrap(), u64::from(CANDIDATES));
        let distinct: BTreeSet<_> = walked.iter().map(|one| one.id).collect();
        assert_eq!(distinct.len(), CANDIDATES as usize);
        let talent = walked[7].talent;
        assert_eq!(application::page_of_talent(store, talent, None, 4).await.unwrap(), [walked[7].clone()]);
        let own = Some(application::key(&walked[7]));
        assert_eq!(application::page_of_talent(store, talent, own, 4).await.unwrap(), []);
        assert_eq!(application::count_of_talent(store, talent).await.unwrap(), 1);

        let mut opened = Vec::new();
        for (number, candidate) in (1..).zip(world.candidates.iter().take(7)) {
            opened.push(select(&world, &Racer { number, candidate: candidate.clone() }).await.unwrap());
        }
        let nobody = PersonId(Uuid::from_u128(9_999));
        let sides = Sides { talent: nobody, managers: Vec::new(), hosts: vec![world.host.id], lenders: Vec::new() };
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let page = engagement::page_of_sides(store, &sides, after, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(engagement::key(last));
            walked.extend(page.iter().map(|one| one.id));
        }
        assert_eq!(walked, opened, "the oldest first");
        assert_eq!(engagement::count_of_sides(store, &sides).await.unwrap(), 7);
        let one = engagement::by_id(store, opened[2]).await.unwrap().unwrap();
        let sides = Sides { talent: one.person, managers: Vec::new(), hosts: Vec::new(), lenders: Vec::new() };
        assert_eq!(engagement::page_of_sides(store, &sides, None, 3).await.unwrap(), [one]);
    })
    .await;
}
