//! How far what was typed is from the beginning of a string, letter by letter.

/// More typos than are ever counted.
const FAR: u8 = u8::MAX / 2;

/// A string being read against what was typed: the table of the distance with transpositions (« optimal string
/// alignment »), one row for each letter read, of which only the cells near the diagonal can be within reach.
pub(super) struct Typing {
    typed: Vec<char>,
    typos_max: u8,
    /// `rows[letters read][letters typed]`, laid flat.
    rows: Vec<u8>,
    read: Vec<char>,
    /// For each row, the fewest typos of what was typed against any beginning up to there.
    best: Vec<u8>,
}

impl Typing {
    pub(super) fn new(typed: Vec<char>, typos_max: u8) -> Self {
        let first: Vec<u8> = (0..=typed.len()).map(|letters| letters.min(FAR.into()) as u8).collect();
        let best = first[typed.len()];
        Self { typed, typos_max, rows: first, read: Vec::new(), best: vec![best] }
    }

    /// Forgets what was read beyond so many letters.
    pub(super) fn back_to(&mut self, letters: usize) {
        self.read.truncate(letters);
        self.best.truncate(letters + 1);
        self.rows.truncate((letters + 1) * self.width());
    }

    /// Reads the letters that follow as far as they matter. Gives how many letters, from the start of the string,
    /// decide for all strings that share them (`usize::MAX` where the string ended first), and the typos if within
    /// reach.
    pub(super) fn read_on(&mut self, letters: impl Iterator<Item = char>) -> (usize, Option<u8>) {
        let mut decided_by = usize::MAX;
        for letter in letters {
            let least = self.read_one(letter);
            if least > self.typos_max {
                decided_by = self.read.len();
                break;
            }
        }
        let best = self.best[self.read.len()];
        (decided_by, (best <= self.typos_max).then_some(best))
    }

    fn width(&self) -> usize {
        self.typed.len() + 1
    }

    /// Reads one letter, and gives the least of its row: further letters can't go below it.
    fn read_one(&mut self, letter: char) -> u8 {
        let (width, row, reach) = (self.width(), self.read.len() + 1, usize::from(self.typos_max));
        let at = row * width;
        self.rows.resize(at + width, FAR);
        let mut least = FAR;
        let (from, to) = (row.saturating_sub(reach), (row + reach).min(width - 1));
        for column in from..=to {
            let cell = self.cell(at, row, column, letter);
            self.rows[at + column] = cell;
            least = least.min(cell);
        }
        self.read.push(letter);
        self.best.push(self.rows[at + width - 1].min(self.best[row - 1]));
        least
    }

    fn cell(&self, at: usize, row: usize, column: usize, letter: char) -> u8 {
        let width = self.width();
        if column == 0 {
            return row.min(FAR.into()) as u8;
        }
        let same = self.typed[column - 1] == letter;
        let replaced = self.rows[at - width + column - 1] + u8::from(!same);
        let one_less = self.rows[at - width + column].min(self.rows[at + column - 1]) + 1;
        let mut typos = replaced.min(one_less);
        let swapped = row > 1 && column > 1 && self.typed[column - 2] == letter;
        if swapped && self.read[row - 2] == self.typed[column - 1] {
            typos = typos.min(self.rows[at - 2 * width + column - 2] + 1);
        }
        typos.min(FAR)
    }
}
