//! The queries that the page of `GraphiQL` opens on. They run on the demo data as they stand, each as the persona who
//! would ask it; titles and comments are for people, so in French.

use serde_json::{Value, json};
use talents_core::id::SkillId;

use crate::graphql::public_id;

/// A query to start from.
struct Example {
    /// What it shows.
    title: &'static str,
    /// Who asks: the key of a persona of the demo, or nobody.
    persona: Option<&'static str>,
    /// One named operation.
    query: &'static str,
    /// Its variables.
    variables: Value,
}

/// All of them, as the page reads them.
pub(super) fn examples() -> Value {
    let json_of = |example: &Example| {
        let Example { title, persona, query, variables } = example;
        json!({ "title": title, "persona": persona, "query": query.trim(), "variables": variables })
    };
    all().iter().map(json_of).collect()
}

fn all() -> Vec<Example> {
    let example = |title, persona, query, variables| Example { title, persona, query, variables };
    vec![
        example(
            "Chercher des missions, fautes de frappe comprises",
            None,
            SEARCH_WITH_TYPOS,
            json!({ "query": "kubernets" }),
        ),
        example(
            "Filtrer les missions, et compter ce que chaque valeur donnerait",
            None,
            FILTERS_AND_FACETS,
            json!({ "filter": { "takesApplications": true, "remote": ["FULL", "PARTIAL"], "effortMinutesMax": 12600 } }),
        ),
        example(
            "Compléter le nom d'une compétence pendant la saisie",
            None,
            AUTOCOMPLETE,
            json!({ "query": "postgre" }),
        ),
        example(
            "Trouver les compétences dont parle un texte",
            None,
            SUGGEST_SKILLS,
            json!({ "text": "Je développe des API en Java avec Spring Boot, je les déploie sur k8s et je veille au RGAA." }),
        ),
        example("Les missions qui me vont, et pourquoi", Some("talent"), MISSIONS_FOR_ME, json!({ "first": 5 })),
        example(
            "Les talents qui vont à l'une de mes missions, et pourquoi",
            Some("mission_owner"),
            TALENTS_FOR_MY_MISSION,
            json!({ "mission": "GitOps" }),
        ),
        example(
            "Qui conviendrait à une mission pas encore écrite",
            Some("mission_owner"),
            PREVIEW,
            preview_variables(),
        ),
        example("Ce que j'ai à faire", Some("mission_owner"), MY_WORK, json!({ "first": 10 })),
        example(
            "L'accord que l'on me demande, avec tout ce qu'il faut pour répondre",
            Some("line_manager"),
            CONSENT_TO_GIVE,
            json!({}),
        ),
        example(
            "Mes engagements : qui a consenti, et mes heures",
            Some("talent"),
            MY_ENGAGEMENTS,
            json!({ "first": 5 }),
        ),
        example(
            "Le relevé de crédits de ma structure",
            Some("employer"),
            STATEMENT,
            json!({ "from": "2025-06-01", "to": "2026-11-30", "first": 20 }),
        ),
    ]
}

fn preview_variables() -> Value {
    let skill = |slug| public_id(SkillId::of_slug(slug)).to_string();
    json!({
        "requirements": [
            { "skillId": skill("react"), "importance": "ESSENTIAL", "minLevel": 2, "weight": 5 },
            { "skillId": skill("rgaa"), "importance": "ESSENTIAL", "minLevel": 2, "weight": 3 },
            { "skillId": skill("typescript"), "importance": "ASSET" },
        ],
        "modalities": { "remote": "FULL", "startFrom": "2027-01-04", "startTo": "2027-02-01", "endBy": "2027-06-30", "effortMinutes": 8400 },
    })
}

const SEARCH_WITH_TYPOS: &str = r"
query ChercherDesMissions($query: String!) {
  missions(query: $query, first: 5) {
    totalCount
    edges {
      node {
        title
        urgency
        host { name ministry { name } }
        # Les compétences se retrouvent par tous leurs noms : « k8s » marche aussi.
        requirements { skill { label } importance minLevel }
      }
    }
  }
}
";

const FILTERS_AND_FACETS: &str = r"
query FiltrerLesMissions($filter: MissionFilter) {
  missions(filter: $filter, orderBy: STARTS_SOONEST, first: 10) {
    totalCount
    # Chaque facette ignore son propre filtre.
    facets { field values { value label count } }
    edges { node { title modalities { remote departmentCode startFrom endBy effortMinutes } } }
    pageInfo { hasNextPage endCursor }
  }
}
";

const AUTOCOMPLETE: &str = r"
query CompleterUneCompetence($query: String!) {
  skills(query: $query, first: 10) {
    edges { matchedLabel node { id label synonyms uri } }
  }
}
";

const SUGGEST_SKILLS: &str = r"
query TrouverLesCompetences($text: String!) {
  suggestSkills(text: $text) {
    matchedText
    confidence
    skill { id label }
  }
}
";

const MISSIONS_FOR_ME: &str = r"
query MissionsPourMoi($first: Int!) {
  viewer {
    name
    talent {
      missionMatches(first: $first) {
        totalCount
        # Ce qui écarte d'autres missions, et ce que l'on gagnerait à demander moins.
        excluded { label count }
        relaxations { description gain }
        edges {
          score
          node { title host { name } }
          explanation {
            # Les contributions des signaux s'additionnent en la note.
            signals { label contribution }
            missing { label }
          }
        }
      }
    }
  }
}
";

const TALENTS_FOR_MY_MISSION: &str = r"
query TalentsPourMaMission($mission: String!) {
  missions(query: $mission, first: 1) {
    edges {
      node {
        title
        talentMatches(first: 5) {
          totalCount
          excluded { label count }
          edges {
            score
            node { displayName structure { name } }
            explanation {
              requirements { skill { label } askedLevel relation foundSkill { label } foundLevel contribution }
              missing { label }
            }
          }
        }
      }
    }
  }
}
";

const PREVIEW: &str = r"
query ApercuDesTalents($requirements: [RequirementInput!]!, $modalities: ModalitiesInput) {
  # Rien n'est enregistré : c'est l'aperçu pendant que l'on écrit la mission.
  matchTalents(requirements: $requirements, modalities: $modalities, first: 5) {
    totalCount
    excluded { label count }
    relaxations { description gain }
    edges { score node { displayName headline } explanation { missing { label } } }
  }
}
";

const MY_WORK: &str = r"
# Pour le suivre au fil de l'eau, dans un nouvel onglet : subscription { todoChanged(first: 5) { totalCount } }
query MonTravail($first: Int!) {
  viewer {
    name
    roles { role structure { name } }
    todo(first: $first) {
      totalCount
      edges {
        node {
          label
          since
          deadline
          subject {
            __typename
            ... on Mission { title }
            ... on Application { motivation talent { displayName headline } mission { title } }
            ... on Engagement { state talent { displayName } mission { title } }
            ... on TimeSheet { from to minutes state engagement { talent { displayName } mission { title } } }
          }
        }
      }
    }
  }
}
";

const CONSENT_TO_GIVE: &str = r"
query AccordDemande {
  viewer {
    name
    todo(first: 5) {
      edges {
        node {
          label
          deadline
          subject {
            ... on Consent {
              # Pour répondre : la mutation « consentGrant », avec cet id et cette empreinte des termes.
              id
              kind
              termsHash
              engagement {
                plannedMinutes
                startOn
                endOn
                talent { displayName headline structure { name } }
                mission { title context host { name } modalities { remote rhythm effortMinutes } }
                consents { kind state grantedAt }
              }
            }
          }
        }
      }
    }
  }
}
";

const MY_ENGAGEMENTS: &str = r"
query MesEngagements($first: Int!) {
  viewer {
    name
    engagements(first: $first) {
      edges {
        node {
          state
          plannedMinutes
          startOn
          endOn
          mission { title host { name } }
          # Les quatre accords, chacun sur la même empreinte des termes.
          consents { kind state grantedAt }
          timeSheets { from to minutes state reason }
        }
      }
    }
  }
}
";

const STATEMENT: &str = r"
query ReleveDeCredits($from: Date!, $to: Date!, $first: Int!) {
  viewer {
    roles {
      role
      structure {
        name
        # Des minutes, jamais de l'argent ; 420 font une journée.
        creditAccount {
          balanceMinutes
          reservedMinutes
          availableMinutes
          statement(from: $from, to: $to) {
            openingMinutes
            closingMinutes
            entries(first: $first) {
              edges { node { day kind minutes balanceAfter counterparty { name } engagement { mission { title } } } }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
      }
    }
  }
}
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::guard;

    #[test]
    fn each_example_is_one_named_query_that_the_guard_lets_pass() {
        for Example { query, title, .. } in all() {
            assert_eq!(guard::check(query), Ok(()), "{title}");
            let document = async_graphql::parser::parse_query(query).expect(title);
            let operations: Vec<_> = document.operations.iter().collect();
            assert!(matches!(operations[..], [(Some(_), _)]), "{title}");
        }
    }
}
