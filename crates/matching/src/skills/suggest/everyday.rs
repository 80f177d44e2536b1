//! Words of everyday speech and of every office: few labels have them, and yet they say nothing of a skill.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::lexicon::base;

/// Folded, in the singular and in the masculine.
const FRENCH: &str = "
    absence abord acces accompagnement accord accueil achat acte acteur action activite actualite actuel administration affaire agent agir
    aide aider aimer ajouter ambition amelioration ameliorer an ancien annee annuel annonce appel appui apprendre
    apprentissage arrivee arriver article aspect assurer atteindre attendre attente attention autonomie autonome avance
    avant avenir avis bas base bassin bataille beau besoin bien bilan bon bord bout brigade bureau but cadre campagne
    capacite cas cause cent centre certain chaine chance changer chantier charge chef chemin choisir choix chose
    circuit citoyen clair classe clef cle client coeur collecte collectif collegue commande commencer comite commun commune
    competence complet complexe comprendre compte compter concevoir concours condition conduire conge connaissance
    connaitre conseil construire contact contexte continu continuer contrat contribution controle couleur coup couper
    courant courrier cours court couvert creation creer crise critere croise culture date debut decider decision declaration
    decouverte delai demande demander demarche demarrer departement depart depot dernier detail deux developper devenir
    devoir different difficile difficulte dire direct directeur direction discuter disponibilite disponible disposition dix document
    domaine donner dossier douze droit duree echange ecole ecoute ecouter ecrire ecrit effet effort element elu emploi
    enfant engagement enjeu ensemble entendre entree entreprise entretien environ environnement envoi envoyer equipe
    erreur espace esprit essai essentiel etablissement etape etat etendu etranger etude etudiant evaluation evaluer evenement
    evolution exemple exercice exigence existant exister experience expert express expertise explication expliquer
    exploitation exploiter exterieur facile facon faire faible famille fiche fil fin financier fixe fois fonction
    fonctionnaire fonctionner fond force formation forme former fort frais franc francais france gagner garde general gens gerer grand grave
    groupe habitude haut heure histoire homme humain idee identite image impact important individu initial initiative
    inspection installer institut intention interet interieur interne inventaire invite jeu jeune joindre jour journal
    journee juste justice langue large leger legal lettre libre lien lieu ligne limite lire liste lit livraison livre livrer local
    loi long lot main maintenir maison maitrise majeur manager manque manquer marche maniere matiere mauvais mail
    membre mener mesure mesurer metier methode mettre mieux milieu mille ministere ministre mise mission mode modele
    moderne modification moment mois mondial montee montrer morceau mot moyen multiple mutation nation national nature
    necessaire neuf nombre nom nord normal note nouveau nuit objectif objet observation obtenir occasion officiel offre
    oral ordre organisation orientation ouvert ouverture ouvrir outil page paie paiement panne papier parc parcours
    parler parole part partage partager partenaire partie partir passage passer pays peine penser periode permettre
    personne personnel perspective petit pic piece pied pilote place plan plateau plein poids point politique porte porter
    portail pose poser position possible poste poursuivre pouvoir pratique precis premier prendre preparation preparer
    presence present presentation prestation pret prevenir preuve principal principe priorite prise privee prive prix
    probleme procedure processus prochain produit produire professionnel profil profit programme progres projet
    promotion propos proposer proposition propre proteger province proximite public publication publier qualite quart
    question quinze quotidien raison rang rapide rapport realisation realiser recent recette recherche recevoir recueil
    reduire reel reference referent reflexion region regional regle regard relation relais remettre remise rencontre
    renfort rendre reponse repondre reporter reprendre reprise reseau responsable ressource rester restitution resultat
    retour retrouver reunion reussir revue riche risque role route rythme saison salle savoir second secret secteur
    selection semaine sens sentir serie serieux service seul seule si signature simple site situation six social societe
    solution sortie sortir soutien sous specialiste stage strategie structure suite suivi suivre sujet sujet support
    sur surface systeme table tableau tache technique temps tenir tenu terme terrain territoire test tete texte theme
    tiers tirer titre total tour tourner tout trace trafic traitement transfert travail travailler trier tri trois
    trouver type unite universite urgence usage usager utile utilisateur utiliser valeur valoir veille vendre venir
    version vie vieux ville vision visite vital vite vivant vivre voie voir voix volontaire vouloir voyage vrai vue zone
";
const ENGLISH: &str = "
    abilitys account act action activity add advice affair age agency agent aim answer approach area article
    asset available base basic benefit best big board body bring budget build business call campaign capacity care case
    center centre chain challenge chance change check choice citizen civil clear client close come common communication
    community company complete complex condition contact content context contract control cost country course cover
    create culture current customer daily data date day deal decision delivery demand department detail develop
    development different digital direct director discussion document domain draft driver duty early education effect
    effort employee end environment event example exchange experience expert express external face fact family field file
    final find first flow focus follow form free full function future general get give goal good government great ground
    group grow guide hand head health help high history home hour house human idea identity image impact important
    improvement information initiative inside interest internal issue item job join journey keep key kind know
    knowledge language large last law lead leader learn legal letter level life light line link list live local long
    look love make manage management manager many market material matter mean measure meeting member message method mind
    minister ministry mission mode model moment month move name national natural nature need network new news next note
    number objective office officer old one open opening operation order organisation organization paper part partner
    path pay people performance person personal phase phone piece place plan point policy portal position post power
    practice present price private problem procedure process product professional profile program programme progress
    project proposal provide public quality question quick reach read ready real record region regional relation
    relationship release report request requirement research resource response responsible rest result return review
    right risk role room rule run safe scale school scope second section sector see serve service session set share
    short show simple site situation skill small social solution source space special staff stage standard start state
    step story strategy street strong structure student study subject support system table take talk target task team
    technical term test text thing think three time title tool top topic track training travel trust try two type
    understand unit use user value version view visit voice want watch way week well win woman word work worker world
    write year young
";

/// Whether a folded word is one of everyday speech, in French or in English; numbers are.
pub(super) fn is_everyday(word: &str) -> bool {
    static SET: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| FRENCH.split_whitespace().chain(ENGLISH.split_whitespace()).collect());
    word.chars().all(|c| c.is_ascii_digit()) || SET.contains(word) || SET.contains(base(word).as_str())
}
