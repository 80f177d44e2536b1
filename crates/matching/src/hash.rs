//! Small stable hashes: the same on every node, in every version.

use uuid::Uuid;

/// FNV-1a on 64 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes bytes in.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// The hash of what was taken in, its bits well mixed.
    pub(crate) fn finish(self) -> u64 {
        mixed(self.0)
    }
}

/// A number with its bits well mixed: the finaliser of splitmix64 (Steele, Lea and Flood 2014).
fn mixed(number: u64) -> u64 {
    let mut mixed = number;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// An id in one number.
fn of_id(id: Uuid) -> u64 {
    let (high, low) = id.as_u64_pair();
    mixed(mixed(high).wrapping_add(low))
}

/// What settles the ties of a mission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TieBreaker(u64);

impl TieBreaker {
    pub(crate) fn of_mission(mission: Uuid) -> Self {
        Self(of_id(mission))
    }

    /// What settles a tie between the mission and its talents: it favours nobody twice.
    #[inline]
    pub(crate) fn with(self, talent: Uuid) -> u64 {
        mixed(self.0 ^ of_id(talent))
    }
}
