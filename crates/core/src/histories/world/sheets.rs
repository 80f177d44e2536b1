//! Time sheets.

use super::*;

impl World {
    pub(in crate::histories) fn declare(
        &mut self,
        number: usize,
        first: u64,
        days: u64,
        minutes: i64,
    ) -> Result<(), Refusals> {
        let id = self.new_id().into();
        let engagement = &self.engagements[number];
        let first = engagement.terms.days().first() + Days::new(first);
        let work = WorkDraft { first, last: first + Days::new(days), minutes };
        let sheets = self.sheets_of(engagement.id);
        let context = TimeSheetContext { now: self.now(), person: engagement.person, engagement, sheets: &sheets };
        let change = TimeSheet::declare(id, &work, &context)?;
        self.log.extend(change.events);
        self.sheets.push(change.value);
        Ok(())
    }

    pub(in crate::histories) fn sheets_of(&self, engagement: EngagementId) -> Vec<TimeSheet> {
        self.sheets.iter().filter(|sheet| sheet.engagement == engagement).cloned().collect()
    }

    pub(in crate::histories) fn move_sheet(&mut self, number: usize, kind: u8, who: usize) -> Result<(), Refusals> {
        let sheet = self.sheets[number].clone();
        let engagement =
            self.engagements.iter().find(|one| one.id == sheet.engagement).expect("its engagement").clone();
        let days = sheet.work.days;
        let work = WorkDraft { first: days.first(), last: days.last(), minutes: 60 };
        let made = match kind {
            0 => TimeSheetMove::Validate,
            1 | 2 => TimeSheetMove::Dispute(why()),
            3 => TimeSheetMove::Amend(work),
            4 => TimeSheetMove::Uphold(why()),
            5 | 6 => TimeSheetMove::Void(why()),
            _ => TimeSheetMove::Reverse(why()),
        };
        let sheets = self.sheets_of(engagement.id);
        let context =
            TimeSheetContext { now: self.now(), person: person(who), engagement: &engagement, sheets: &sheets };
        let moved = sheet.apply(&made, &context)?;
        self.sheets[number] = self.carry_out(moved);
        Ok(())
    }
}
