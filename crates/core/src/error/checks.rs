//! Checking an input whole before refusing it.

use std::ops::RangeInclusive;

use super::{Problem, Refusal, Refusals};

/// Collects all that is wrong with an input before it is refused, so that people mend it in one go.
#[derive(Debug, Default)]
pub struct Checks {
    refusals: Vec<Refusal>,
    prefix: Vec<String>,
}

impl Checks {
    /// Notes a problem with a field.
    pub fn problem(&mut self, field: &'static str, problem: Problem) {
        let mut path = self.prefix.clone();
        if !field.is_empty() {
            path.push(field.to_owned());
        }
        self.refusals.push(Refusal { problem, path });
    }

    /// Notes a problem with a field unless the condition holds.
    pub fn require(&mut self, condition: bool, field: &'static str, problem: impl FnOnce() -> Problem) {
        if !condition {
            self.problem(field, problem());
        }
    }

    /// The value, or `None` with the problem noted.
    pub fn take<T>(&mut self, field: &'static str, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.problem(field, problem)).ok()
    }

    /// The value, or `None` with the refusals of another check noted, their paths under the present one.
    pub fn absorb<T>(&mut self, result: Result<T, Refusals>) -> Option<T> {
        let deeper = |mut refusal: Refusal| {
            refusal.path.splice(0..0, self.prefix.iter().cloned());
            refusal
        };
        result.map_err(|refusals| self.refusals.extend(refusals.0.into_iter().map(deeper))).ok()
    }

    /// Runs checks whose paths begin with `field`, and `index` where it is an element of a list.
    pub fn inside<T>(&mut self, field: &'static str, index: Option<usize>, run: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.prefix.len();
        self.prefix.push(field.to_owned());
        self.prefix.extend(index.map(|index| index.to_string()));
        let value = run(self);
        self.prefix.truncate(depth);
        value
    }

    /// The number as the type that holds it, or `None` with the problem noted when it is out of bounds.
    pub fn number<T: TryFrom<i64>>(
        &mut self,
        field: &'static str,
        value: i64,
        bounds: RangeInclusive<i64>,
    ) -> Option<T> {
        let (min, max) = (*bounds.start(), *bounds.end());
        let number = if bounds.contains(&value) { T::try_from(value).ok() } else { None };
        self.require(number.is_some(), field, || Problem::OutOfRange { value, min, max });
        number
    }

    /// Notes a problem with a list that is longer than it may be.
    pub fn count(&mut self, field: &'static str, count: usize, max: usize) {
        self.require(count <= max, field, || Problem::TooMany { count, max });
    }

    /// Whether nothing was wrong so far.
    pub fn is_clean(&self) -> bool {
        self.refusals.is_empty()
    }

    /// The value when nothing was wrong, else all that was.
    pub fn finish<T>(self, value: T) -> Result<T, Refusals> {
        if self.refusals.is_empty() { Ok(value) } else { Err(Refusals(self.refusals)) }
    }

    /// The value that `build` makes when nothing was wrong, else all that was. `build` gives `None` where a part is
    /// missing, because the check that should have given the part noted a problem instead.
    pub fn build<T>(mut self, build: impl FnOnce() -> Option<T>) -> Result<T, Refusals> {
        if let Some(value) = build() {
            return self.finish(value);
        }
        let noted = !self.is_clean();
        self.require(noted, "", || Problem::Missing {});
        Err(Refusals(self.refusals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_collect_every_problem_with_its_path() {
        let mut checks = Checks::default();
        checks.problem("title", Problem::Missing {});
        checks.inside("requirements", Some(2), |checks| {
            checks.problem("minLevel", Problem::UnknownLevel { level: 9 });
        });
        checks.problem("seats", Problem::OutOfRange { value: 0, min: 1, max: 50 });
        let refusals = checks.finish(()).unwrap_err();
        let paths: Vec<_> = refusals.0.iter().map(|refusal| refusal.path.join(".")).collect();
        assert_eq!(paths, ["title", "requirements.2.minLevel", "seats"]);
    }

    #[test]
    fn a_missing_part_never_passes_for_a_value() {
        assert_eq!(Checks::default().build(|| None::<()>), Err(Problem::Missing {}.into()));
        let mut checks = Checks::default();
        let seats: Option<u16> = checks.number("seats", 70_000, 1..=100_000);
        assert_eq!(checks.build(|| seats).map_err(|refusals| refusals.0[0].path.join(".")), Err("seats".to_owned()));
    }
}
