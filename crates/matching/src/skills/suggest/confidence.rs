//! How sure it is that a text which has words of a label speaks of its skill.
//!
//! ```text
//! confidence = strength × coverage × spelling × closeness × origin      in 0–1, kept in millionths
//! ```
//!
//! - **strength** of the words found, from their rarity *r* among the skills (0 for a word of every skill, 1 for a word
//!   of one). One word alone must be rare: 0.15 at *r* = 0.72, 0.92 at *r* = 0.98, straight between and beyond, at least
//!   0.12 (« gestion », « communication »), or 0.55 for a name written as such inside a sentence (« Teams »). Several
//!   words vouch for each other: 0.55 where their rarities sum to 1, 0.87 where they sum to 2, between 0.4 and 0.92, and
//!   never less than the rarest of them alone. A word of every day (« équipe ») is never rarer than 0.6.
//! - **coverage** *c*, the share of the label's weight that was found: 1 for a whole label; below, `2 c − 0.5` for one
//!   word and `(c − 0.4) ÷ 0.45` for several, at most 0.95.
//! - **spelling**: the very words 1; else, for one word and for several, another number or gender 0.55 and 0.92, a word
//!   of the same family 0.3 and 0.8, a name in small letters 0.75 and 0.9 (alone 0.1 where it is a word of every day,
//!   « vite »), a typo 0.55 and 0.8; the worst word counts. A label of one or two letters must stand as it is written;
//!   one letter reaches 0.45 at most.
//! - **closeness**: 0.8 where the words come in another order, 0.85 for each other word among them.
//! - **origin**: 1 for our own vocabulary, which is about digital work; for an imported one 0.75 where the whole label
//!   was found, 0.5 where several of its words were, 0 for one.
//!
//! The figures were read off the demo's missions and talents, as the share of findings of each sort whose skill the
//! author declared; so a half means that one in two is.

use super::super::labels::Label;
use super::finding::Finding;
use super::index::RARITY_MAX;
use super::reading::{Reading, Spelling};

/// Words of so few letters must stand as the whole label is written: C, R, Go.
const AS_WRITTEN_LETTERS: u32 = 2;
/// What the name of a tool has at least, « Teams » or « Word », where an ordinary word would have no capital.
const NAMED: f64 = 0.55;
/// What a letter alone can reach: « plan C », « R et D ».
const LETTER_MAX: f64 = 0.45;

/// The confidence in millionths; 0 where the words say nothing.
pub(super) fn of(finding: &Finding, label: &Label, reading: &Reading, text: &str) -> u32 {
    if finding.letters <= AS_WRITTEN_LETTERS && finding.text(reading, text) != label.written {
        return 0;
    }
    let is_alone = finding.tokens.len() == 1;
    let coverage = f64::from(finding.weight_found) / f64::from(finding.weight.max(1));
    let origin = match (label.is_own, finding.is_whole(), is_alone) {
        (true, ..) => 1.0,
        (false, true, _) => 0.75,
        (false, false, false) => 0.5,
        (false, false, true) => 0.0,
    };
    let confidence = strength(finding)
        * coverage_factor(coverage, is_alone, finding.is_whole())
        * spelling_factor(finding, is_alone)
        * closeness(finding)
        * origin;
    let most = if finding.letters == 1 { LETTER_MAX } else { 1.0 };
    (confidence.clamp(0.0, most) * 1_000_000.0).round() as u32
}

/// The share of a label's weight, in hundredths, below which it can give no confidence worth telling: one word alone
/// of an imported label gives none, and of ours `2 c − 0.5` must be above 0.1.
pub(super) fn share_needed(is_own: bool, parts: usize) -> u8 {
    match (is_own, parts) {
        (_, 0 | 1) => 100,
        (true, _) => 30,
        (false, _) => 45,
    }
}

fn strength(finding: &Finding) -> f64 {
    let relative = |rarity: u32| f64::from(rarity) / f64::from(RARITY_MAX);
    let alone = (0.15 + (0.92 - 0.15) / (0.98 - 0.72) * (relative(finding.rarest) - 0.72)).clamp(0.12, 1.0);
    if finding.tokens.len() == 1 {
        return if finding.is_named { alone.max(NAMED) } else { alone };
    }
    (0.55 + 0.32 * (relative(finding.rarity) - 1.0)).clamp(0.4, 0.92).max(alone)
}

fn coverage_factor(coverage: f64, is_alone: bool, is_whole: bool) -> f64 {
    match (is_whole, is_alone) {
        (true, _) => 1.0,
        (false, true) => (2.0 * coverage - 0.5).clamp(0.0, 0.95),
        (false, false) => ((coverage - 0.4) / 0.45).clamp(0.0, 0.95),
    }
}

fn spelling_factor(finding: &Finding, is_alone: bool) -> f64 {
    let factor = |spelling: Spelling| match (spelling, is_alone) {
        (Spelling::Same, _) => 1.0,
        (Spelling::Inflected | Spelling::Misspelt, true) => 0.55,
        (Spelling::Inflected, false) => 0.92,
        (Spelling::Uncased, true) => 0.75,
        (Spelling::Everyday, true) => 0.1,
        (Spelling::Uncased | Spelling::Everyday, false) => 0.9,
        (Spelling::Family, true) => 0.3,
        (Spelling::Family | Spelling::Misspelt, false) => 0.8,
    };
    finding.tokens.iter().map(|(_, spelling)| factor(*spelling)).fold(1.0, f64::min)
}

fn closeness(finding: &Finding) -> f64 {
    let order = if finding.in_order { 1.0 } else { 0.8 };
    (0..finding.gaps).fold(order, |closeness, _| closeness * 0.85)
}
