//! People who can sign in, and the roles that they hold for structures.

use chrono::NaiveDate;

use crate::code::coded_enum;
use crate::error::{Checks, Problem, Refusals};
use crate::id::{PersonId, RoleAssignmentId, StructureId};
use crate::place::LanguageCode;
use crate::text;

coded_enum! {
    /// What someone is in the scheme.
    pub enum Role {
        /// An agent who is registered: held by registering, never assigned.
        Talent = "TALENT",
        /// The hierarchy of talents of a structure.
        LineManager = "LINE_MANAGER",
        /// Speaks for the structure that employs.
        Employer = "EMPLOYER",
        /// Writes and follows the missions of a structure.
        MissionOwner = "MISSION_OWNER",
        /// A ministry's digital direction.
        Dnum = "DNUM",
        /// Runs the scheme.
        Operator = "OPERATOR",
        /// Sees totals.
        Observer = "OBSERVER",
    }
}

/// An e-mail address, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address: one `@`, something before it, a domain with a dot after it, no white space.
    ///
    /// Whether the address exists is for a message sent to it to find out, not for us.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let address = text.trim().to_lowercase();
        let malformed = || Problem::MalformedEmail { email: address.clone() };
        let (local, domain) = address.split_once('@').ok_or_else(malformed)?;
        let domain_reads = domain.split('.').count() >= 2 && domain.split('.').all(|label| !label.is_empty());
        let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'));
        if local.is_empty() || domain.contains('@') || !domain_reads || !clean || address.len() > 254 {
            return Err(malformed());
        }
        Ok(Self(address))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Someone who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// What an import calls them, where they came from one.
    pub external_id: Option<String>,
    /// Where messages go; unique.
    pub email: Email,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The language they want to be addressed in: French or English.
    pub language: LanguageCode,
}

/// A person as they are written down, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDraft {
    /// See [`Person::email`].
    pub email: String,
    /// See [`Person::given_name`].
    pub given_name: String,
    /// See [`Person::family_name`].
    pub family_name: String,
    /// See [`Person::language`]; French when empty.
    pub language: String,
}

impl Person {
    /// A person from what was written.
    pub fn parse(id: PersonId, external_id: Option<String>, draft: &PersonDraft) -> Result<Self, Refusals> {
        let mut checks = Checks::default();
        let email = checks.take("email", Email::parse(&draft.email));
        let given_name = text::bounded(&mut checks, "givenName", &draft.given_name, text::NAME);
        let family_name = text::bounded(&mut checks, "familyName", &draft.family_name, text::NAME);
        let language = checks.take("language", person_language(&draft.language));
        checks.build(|| Some(Self { id, external_id, email: email?, given_name, family_name, language: language? }))
    }

    /// « Camille Durand ».
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// « C. D. »: what those see who may not know yet who the talent is.
    pub fn initials(&self) -> String {
        let initial = |name: &String| name.chars().next().map(|c| format!("{}.", c.to_uppercase()));
        [&self.given_name, &self.family_name].into_iter().filter_map(initial).collect::<Vec<_>>().join(" ")
    }
}

fn person_language(code: &str) -> Result<LanguageCode, Problem> {
    if code.trim().is_empty() {
        return Ok(LanguageCode::FRENCH);
    }
    LanguageCode::parse(code)
        .filter(|language| [LanguageCode::FRENCH, LanguageCode::ENGLISH].contains(language))
        .ok_or_else(|| Problem::UnknownCode { value: code.to_owned(), allowed: "fr, en".to_owned() })
}

/// A role that a person holds for a structure, between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleAssignment {
    /// Its id.
    pub id: RoleAssignmentId,
    /// What an import calls it, where it came from one.
    pub external_id: Option<String>,
    /// Who holds it.
    pub person: PersonId,
    /// Which role; never [`Role::Talent`].
    pub role: Role,
    /// For which structure.
    pub structure: StructureId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if it ends.
    pub to: Option<NaiveDate>,
    /// Who may act in their place, if anybody.
    pub delegate: Option<PersonId>,
    /// Whether the employer has confirmed it: a line manager whom a talent names counts only then.
    pub confirmed: bool,
}

impl RoleAssignment {
    /// Whether the role counts on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.confirmed && self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_be_are_refused() {
        assert_eq!(
            Email::parse(" Camille.Durand@Culture.example ").unwrap().as_str(),
            "camille.durand@culture.example"
        );
        for wrong in ["", "camille", "@x.fr", "a@b", "a@b.", "a b@c.fr", "a@b@c.fr", "a@.fr", "<a@b.fr>"] {
            assert!(Email::parse(wrong).is_err(), "{wrong}");
        }
    }
}
