//! A small stable hash: the same on every node, in every version.

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

    /// The hash of what was taken in, its bits well mixed (the finaliser of splitmix64).
    pub(crate) fn finish(self) -> u64 {
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// What settles a tie between a mission and its talents: it favours nobody twice.
pub(crate) fn tie(mission: Uuid, talent: Uuid) -> u64 {
    let mut hash = Fnv::default();
    hash.write(mission.as_bytes());
    hash.write(talent.as_bytes());
    hash.finish()
}
