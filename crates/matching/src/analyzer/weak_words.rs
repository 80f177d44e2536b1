//! Words that frame a skill and do not tell it, folded, in French and in English: « utiliser », « technique de ».
//!
//! Labels of skills are full of them in one vocabulary and free of them in another, so that their rarity among talents
//! says nothing. They are no stop words: they still count, for less.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Analyzer;

/// Verbs of action, then nouns and adjectives that frame. Those that name a trade of their own (analyser, concevoir,
/// développer, tester, system) are not among them.
const WEAK_WORDS: &str = "
    accomplir adapter aider ameliorer appliquer apporter assister assurer choisir collaborer communiquer comprendre
    conduire connaitre contribuer coordonner creer definir determiner diriger donner effectuer elaborer encourager
    entretenir etablir evaluer executer exercer faciliter fournir garantir gerer identifier informer maintenir manipuler
    mesurer mettre oeuvre montrer obtenir organiser participer permettre planifier preparer presenter prendre proceder
    promouvoir proposer realiser recommander rediger repondre respecter savoir superviser surveiller suivre tenir
    traiter travailler trouver utiliser utilisation veiller verifier
    activite adapte adequat cadre capacite caracteristique competence connaissance different divers domaine general lie
    matiere methode mesure moyen norme notion outil principe procedure processus regle relatif specifique tache
    technique travail type
    apply assist assure carry conduct create ensure establish evaluate follow give handle help identify maintain make
    manage monitor operate organise perform plan prepare promote provide supervise support take understand use work
    ability activity adequate appropriate knowledge method principle procedure process related rule skill specific
    standard task technique tool various
";

/// Whether a term of [`Analyzer::terms`] frames a skill rather than tells it.
pub(crate) fn is_weak(term: &str) -> bool {
    static SET: LazyLock<HashSet<String>> =
        LazyLock::new(|| Analyzer::default().terms(WEAK_WORDS).into_iter().collect());
    SET.contains(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(word: &str) -> String {
        Analyzer::default().terms(word).remove(0)
    }

    #[test]
    fn every_form_of_a_weak_word_is_weak_in_both_languages() {
        for word in ["utiliser", "utilisation", "techniques", "gérer", "Managing", "applies", "procédures"] {
            assert!(is_weak(&term(word)), "{word}");
        }
    }

    #[test]
    fn words_that_name_a_trade_are_not() {
        for word in ["développer", "tests", "analyse", "conception", "design", "systèmes", "sécurité", "réseau", "data"]
        {
            assert!(!is_weak(&term(word)), "{word}");
        }
    }
}
