//! Words too frequent to tell anything, folded, in French and in English.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Sorted by language; « c », « r » and « go » are languages of programming and « son » is what a sound engineer works
/// with: they stay searchable.
const STOP_WORDS: &str = "
    a ai ainsi alors au aucun aucune aupres aussi autre autres aux avec avoir avons avez ayant car ce ceci cela celle
    celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont du elle elles en encore
    entre es est et etaient etait etant ete etes etre eu eux fait faire ici il ils j je jusque l la laquelle le lequel
    les lesquelles lesquels leur leurs lors lui m ma mais me meme memes mes moi moins mon n ne ni nos notre nous on ont
    or ou par parmi pas pendant peu peut peuvent plus pour pourquoi pres puis qu quand que quel quelle quelles quels
    qui quoi s sa sans se selon sera serait seront ses si soi soit sont sous suis sur t ta tandis te tel telle
    telles tels tes toi ton tous tout toute toutes tres tu un une via vers voici vos votre vous y
    about after all also am an and any are as at be been before being between both but by can did do does doing during
    each few for from further had has have having he her here hers him his how i if in into is it its itself just more
    most my no nor not of off once only other our out over own same she should so some such than that the their them
    then there these they this those through to too under until up very was we were what when where which while who
    whom why will with you your
";

/// Whether a folded word tells nothing.
pub(crate) fn is_stop_word(word: &str) -> bool {
    static SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| STOP_WORDS.split_whitespace().collect());
    SET.contains(word)
}
