//! Arrays that are read at random places, in large pages.
//!
//! A page of four kilobytes holds what a hundred talents have in a column; to find it again among a hundred thousand of
//! them, a processor waits as long as for the memory itself. So a large array asks the system for pages of two megabytes;
//! where it has none to give, the array works as well, and slower.

use std::ops::Deref;

use bytemuck::Pod;
use memmap2::{Mmap, MmapMut};

/// The size of a large page, in bytes; an array that does not fill one has nothing to gain.
const LARGE: usize = 1 << 21;

/// An array that does not change.
#[derive(Debug)]
pub(crate) struct Pages<T: 'static> {
    kept: Kept<T>,
}

#[derive(Debug)]
enum Kept<T> {
    Small(Vec<T>),
    /// The bytes of the values, from one to another.
    Large { map: Mmap, from: usize, to: usize },
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { kept: Kept::Small(Vec::new()) }
    }
}

impl<T: Pod> From<Vec<T>> for Pages<T> {
    fn from(mut values: Vec<T>) -> Self {
        let kept = Kept::in_large_pages(&values).unwrap_or_else(|| {
            values.shrink_to_fit();
            Kept::Small(values)
        });
        Self { kept }
    }
}

impl<T: Pod> Kept<T> {
    /// `None` where the values are few, or the system gives no memory of that kind.
    fn in_large_pages(values: &[T]) -> Option<Self> {
        let bytes: &[u8] = bytemuck::cast_slice(values);
        if bytes.len() < LARGE {
            return None;
        }
        // Large pages begin at multiples of their size, and the system takes whole ones alone; what is not written to
        // takes no memory.
        let mut map = MmapMut::map_anon(bytes.len().next_multiple_of(LARGE) + LARGE).ok()?;
        #[cfg(target_os = "linux")]
        map.advise(memmap2::Advice::HugePage).ok()?;
        let from = map.as_ptr().align_offset(LARGE);
        let to = from + bytes.len();
        map.get_mut(from..to)?.copy_from_slice(bytes);
        Some(Self::Large { map: map.make_read_only().ok()?, from, to })
    }
}

impl<T: Pod> Deref for Pages<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match &self.kept {
            Kept::Small(values) => values,
            Kept::Large { map, from, to } => bytemuck::cast_slice(&map[*from..*to]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_holds_what_it_was_made_of_whatever_its_size() {
        for count in [0, 1, LARGE / 4 - 1, LARGE / 4, LARGE / 4 + 1, LARGE] {
            let values: Vec<u32> = (0..count as u32).map(|value| value.wrapping_mul(2_654_435_761)).collect();
            assert!(*Pages::from(values.clone()) == values[..], "{count} values");
        }
    }
}
