//! The fingerprint of what a version says: whoever consents to it consents to these very words.

use sha2::{Digest, Sha256};

use super::{MissionContent, Requirement};

/// The form that is hashed, named in the hash itself: a next form won't be taken for this one.
const FORM: &str = "talents/mission-content/1";

impl MissionContent {
    /// SHA-256 of all that the content says, each value with its length, in the order of the declaration. The form is
    /// a promise: consents given long ago must still verify.
    pub fn digest(&self) -> [u8; 32] {
        let modalities = &self.modalities;
        let mut fields = vec![
            FORM.to_owned(),
            self.title.clone(),
            self.context.clone(),
            self.deliverables.clone(),
            written(modalities.remote),
            written(modalities.department),
            modalities.rhythm.clone(),
            written(modalities.start_from),
            written(modalities.start_to),
            written(modalities.end_by),
            written(modalities.effort_minutes),
            modalities.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            self.seats.to_string(),
            self.urgency.to_string(),
            written(self.application_deadline),
        ];
        fields.extend(self.requirements.iter().map(requirement));
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update(field.len().to_be_bytes());
            hasher.update(field);
        }
        hasher.finalize().into()
    }
}

fn written(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn requirement(requirement: &Requirement) -> String {
    let Requirement { skill, importance, min_level, weight } = requirement;
    format!("{skill} {importance} {} {weight}", min_level.get())
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;
    use crate::mission::content::tests::complete_draft;
    use crate::programme::Programme;

    fn content() -> MissionContent {
        MissionContent::parse(&complete_draft(), &Programme::default()).unwrap()
    }

    #[test]
    fn the_form_that_is_hashed_does_not_move() {
        insta::assert_snapshot!(hex::encode(content().digest()));
    }

    #[test]
    fn any_change_shows() {
        let changes: [fn(&mut MissionContent); 8] = [
            |content| content.title.push('.'),
            |content| std::mem::swap(&mut content.context, &mut content.deliverables),
            |content| content.modalities.remote = None,
            |content| content.modalities.effort_minutes = Some(1),
            |content| content.modalities.end_by = content.modalities.end_by.map(|day| day + Days::new(1)),
            |content| content.requirements[0].weight = 1,
            |content| content.requirements.truncate(1),
            |content| content.seats += 1,
        ];
        for change in changes {
            let mut changed = content();
            change(&mut changed);
            assert_ne!(changed.digest(), content().digest(), "{changed:?}");
        }
    }
}
