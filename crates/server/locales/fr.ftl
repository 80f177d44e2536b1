# Messages for people, in French: the first language of the product. A test holds this file and en.ftl together, and
# both to the list of problems of the core. Labels begin with a capital letter and stand between guillemets in sentences.
# COMPARE(a, b) gives below, same or above; EMPTY(text) gives yes or no.

## How a list of labels reads

list-item = « { $label } »
list-more = { $first }, { $next }
list-last = { $first } ou { $next }

## Problems: what is wrong, why, and what to do

sign-in-needed = Il faut une connexion pour cela, et la vôtre est absente, inconnue ou expirée. Connectez-vous, puis recommencez.
not-allowed = Vos rôles ne permettent pas ici l’action « { $act } ». Demandez ce droit à la direction du numérique de votre ministère ou à l’équipe du dispositif.
no-such-object = { $kind ->
    [Mission] Aucune mission
    [Talent] Aucun talent
    [Structure] Aucune structure
    [Skill] Aucune compétence
    [Person] Aucune personne
    [Ranking] Aucun classement servi
   *[other] Aucun objet
} qui vous soit accessible ne porte l’identifiant « { $id } ». Vérifiez l’identifiant, et que vous êtes sous le bon compte.
malformed-id = « { $id } » n’est pas un identifiant de ce service. Reprenez l’identifiant tel que le service l’a donné.
stale-version = Cet objet a changé depuis que vous l’avez lu : vous partiez de la version { $expected }, il en est à la version { $found }. Relisez-le, puis refaites votre modification.
key-reused = La clé d’idempotence « { $key } » a déjà servi à une autre demande. Envoyez cette demande-ci avec une nouvelle clé.
malformed-key = La clé d’idempotence « { $key } » n’est pas un UUID. Donnez à chaque nouvelle demande un UUID, par exemple 018f3c1e-7c1a-7b60-9d3e-2f4a5b6c7d8e.
taken = « { $value } » est déjà pris, et doit rester unique. Choisissez une autre valeur, ou retrouvez ce qui porte déjà celle-ci.
already-registered = Cette personne a déjà une inscription, et il n’y en a qu’une par personne. Modifiez celle qui existe.
not-registered = Vous n’êtes pas encore inscrit comme talent. Inscrivez-vous d’abord avec talentRegister.
move-not-allowed = { EMPTY($allowed) ->
    [yes] L’état « { $state } » ne permet pas l’action « { $attempt } » : c’est un état définitif, plus rien ne peut y être changé.
   *[no] L’état « { $state } » ne permet pas l’action « { $attempt } ». Ce que vous pouvez faire : { $allowed }.
}
not-trusted = Votre structure ne publie pas elle-même : ses missions sont d’abord relues. Soumettez la mission à la relecture, ou demandez la publication directe à la direction du numérique de votre ministère.
submit-first = La structure d’accueil ne publie pas elle-même : ses missions sont d’abord relues. Soumettez la mission à la relecture.
not-delivered = { $open ->
    [0] Aucun engagement de cette mission n’a été mené à son terme : elle ne peut pas être déclarée terminée. Attendez qu’un engagement aboutisse, ou annulez la mission.
    [one] { $open } engagement de cette mission est encore en cours. Menez-le à son terme ou annulez-le, puis recommencez.
   *[other] { $open } engagements de cette mission sont encore en cours. Menez-les à leur terme ou annulez-les, puis recommencez.
}
not-expired = Cette mission ne peut pas expirer : sa date limite de candidature n’est pas passée, ou un talent est déjà retenu. Pour l’arrêter, suspendez-la ou annulez-la.
ranking-suspended = Le classement est déjà suspendu, et rien n’est classé d’ici sa reprise. L’équipe du dispositif le reprend avec rankingResume, ou avec « talents ranking resume ».
ranking-not-suspended = Le classement n’est pas suspendu : il n’y a rien à reprendre. Relisez le dispositif pour voir ce qu’il en est.
insufficient-credits = Il faudrait { $asked } minutes de crédit, et ce compte n’en a que { $available } de disponibles, une fois comptés ce qui est déjà réservé et le plancher. Réduisez la charge prévue, attendez qu’une réservation se libère, ou demandez une dotation à l’équipe du dispositif.
past-tolerance = { $minutes } minutes dépassent ce qui reste prévu pour cet engagement, tolérance comprise : { $max } au plus. Corrigez la feuille de temps.
already-reserved = Des crédits ont déjà été réservés pour cet engagement. Libérez-les d’abord, si rien n’en a encore été utilisé.
nothing-reserved = Aucun crédit n’est réservé pour cet engagement : il n’a pas encore tous les accords, ou il est clos. Vérifiez où il en est.
already-captured = Cette feuille de temps a déjà été comptée, et elle ne compte qu’une fois. Pour la corriger, annulez-la, puis déclarez-en une nouvelle.
nothing-captured = Cette feuille de temps n’a pas été comptée : il n’y a rien à annuler. Vérifiez qu’elle a bien été validée.
already-reversed = Ce mouvement a déjà été annulé par un mouvement inverse. Regardez le relevé du compte.
not-reversible = Ce mouvement ne s’annule pas seul : une réservation se libère avec son engagement, et le temps compté s’annule avec sa feuille de temps.
adjustment-settled = Cet ajustement a déjà été validé ou abandonné. Proposez-en un nouveau s’il le faut.
second-person-needed = Un ajustement se fait à deux : une personne le propose, une autre le valide. Demandez à quelqu’un d’autre de l’équipe du dispositif.
transfer-id-taken = L’identifiant « { $id } » a déjà servi à un autre mouvement. Donnez un nouvel identifiant à celui-ci.
month-closed = Le mois { $month } est clos : plus rien ne peut y être daté. Datez le mouvement d’un mois ouvert.
month-not-over = Le mois { $month } n’est pas fini. Attendez son dernier jour passé pour le clore.
back-dated = Un mouvement ne peut pas être daté du { $day } : le compte en a déjà un du { $last }. Vérifiez l’horloge du serveur, puis recommencez.
text-too-short = { $length ->
    [0] Ce texte est vide ; il faut au moins { $min } { $min ->
        [one] caractère
       *[other] caractères
    }. Écrivez-le.
    [one] Ce texte n’a que { $length } caractère ; il en faut au moins { $min }. Complétez-le.
   *[other] Ce texte n’a que { $length } caractères ; il en faut au moins { $min }. Complétez-le.
}
text-too-long = Ce texte a { $length } caractères ; il ne peut pas en avoir plus de { $max }. Raccourcissez-le.
missing = Cette information est obligatoire, et elle manque. Donnez-la.
needed-for-publication = Avant de publier la mission, il manque ceci : « { $field } ». Les talents doivent le savoir dès la publication ; complétez la mission, puis recommencez.
too-many = Cette liste a { $count } éléments ; elle ne peut pas en avoir plus de { $max }. Retirez-en.
duplicate = « { $value } » figure plusieurs fois dans cette liste. Ne l’y laissez qu’une fois.
out-of-range = La valeur { $value } ne convient pas. Donnez un nombre de { $min } à { $max }.
siret-length = { COMPARE($digits, 14) ->
    [below] { $digits ->
        [0] Le SIRET est vide. Donnez les 14 chiffres de l’établissement.
        [one] Le SIRET { $siret } n’a que { $digits } chiffre ; un SIRET en compte 14.
       *[other] Le SIRET { $siret } n’a que { $digits } chiffres ; un SIRET en compte 14.
    }
   *[above] Le SIRET { $siret } a { $digits } chiffres ; un SIRET n’en compte que 14.
}
siret-characters = Le SIRET « { $siret } » contient autre chose que des chiffres. Gardez ses 14 chiffres, et retirez le reste.
siret-checksum = Le SIRET { $siret } ne peut pas exister : son dernier chiffre, qui sert de contrôle, ne s’accorde pas avec les autres. Cherchez la faute de frappe, par exemple en le comparant à l’Annuaire des entreprises.
malformed-email = { EMPTY($email) ->
    [yes] L’adresse électronique manque. Donnez-la sous la forme prenom.nom@exemple.gouv.fr.
   *[no] « { $email } » n’est pas une adresse électronique. Écrivez-la sous la forme prenom.nom@exemple.gouv.fr.
}
unknown-department = « { $code } » n’est pas le code d’un département. Donnez un code officiel, par exemple 35, 2A ou 974.
malformed-language = « { $code } » n’est pas le code d’une langue. Donnez ses deux lettres, par exemple fr, en ou de.
malformed-date = « { $value } » n’est pas une date. Écrivez l’année, le mois et le jour, par exemple 2027-03-15.
malformed-month = « { $value } » n’est pas un mois. Écrivez l’année et le mois, par exemple 2027-03.
in-the-future = « { $value } » n’est pas encore arrivé, alors qu’il s’agit ici du passé. Corrigez la date.
unknown-level = Le niveau { $level } n’existe pas. Choisissez 1 (débutant), 2 (confirmé), 3 (expérimenté) ou 4 (expert).
unknown-code = « { $value } » n’est pas une valeur connue. Choisissez parmi : { $allowed }.
unknown-skill = { EMPTY($suggestion) ->
    [yes] La compétence « { $skill } » n’est pas dans le vocabulaire. Cherchez-la sous un autre nom dans la liste des compétences.
   *[no] La compétence « { $skill } » n’est pas dans le vocabulaire. Vouliez-vous dire « { $suggestion } » ?
}
unknown-structure = Aucune structure ne porte l’identifiant « { $id } ». Corrigez-le, ou créez d’abord la structure.
unknown-person = Personne n’est connu ici sous « { $id } ». Corrigez cet identifiant ou cette adresse, ou ajoutez d’abord la personne.
unknown-mission = Aucune mission publiée ne porte l’identifiant « { $id } ». Corrigez-le, ou choisissez une mission dans la liste.
tree-cycle = Une structure ne peut pas dépendre d’elle-même, ni d’une structure qui dépend d’elle. Choisissez une autre structure de rattachement.
ends-before-start = La fin ({ $end }) vient avant le début ({ $start }). Corrigez l’une des deux dates.
window-reversed = Le début doit avoir lieu entre deux dates qui sont à l’envers : la dernière ({ $end }) vient avant la première ({ $start }). Corrigez l’une des deux.
deadline-after-start = La date limite de candidature ({ $deadline }) vient après le dernier jour où la mission peut commencer ({ $start }). Avancez la date limite, ou reculez le début.
in-the-past = La date { $value } est passée. Donnez celle d’aujourd’hui ou une date à venir.
effort-above-cap = { $minutes } minutes de travail par personne, c’est plus que le dispositif ne permet : { $max } au plus. Réduisez la charge, ou répartissez-la entre plusieurs talents.
duration-above-cap = Une mission de { $days } jours est plus longue que le dispositif ne permet : { $max } jours au plus. Avancez la fin, ou prévoyez plusieurs missions.
effort-above-duration = { $minutes } minutes de travail ne tiennent pas entre le premier et le dernier jour : ce temps en contient { $max } au plus. Réduisez la charge, ou reculez la fin.
branch-closed = Le dispositif n’est pas encore ouvert à cette partie du service public : « { $branch } ». Si c’est une erreur, corrigez ce choix ; sinon, écrivez à l’équipe du dispositif.
host-is-employer = La structure qui propose la mission est aussi celle qui emploie le talent, alors qu’il s’agit d’aider une autre structure. Choisissez une autre mission ou un autre talent.
own-manager = Vous avez donné votre propre adresse pour celle de votre responsable. Donnez l’adresse de la personne qui vous encadre.
structures-related = La structure d’accueil et celle qui emploie le talent dépendent l’une de l’autre, alors qu’il s’agit d’aider une autre structure. Choisissez une autre mission ou un autre talent.
talent-not-active = Ce talent n’est pas actif : son inscription est en brouillon, en pause ou retirée. Attendez sa reprise, ou choisissez un autre talent.
applications-closed = Cette mission ne prend pas de candidatures : elle n’est pas publiée, les a fermées, sa date limite est passée, ou toutes ses places ont commencé. Choisissez une autre mission.
already-applied = Une candidature ou une invitation est déjà ouverte entre ce talent et cette mission, et il n’y en a qu’une à la fois. Suivez celle qui existe.
seats-taken = { $seats ->
    [one] La place de cette mission est déjà prise. Attendez qu’elle se libère, ou publiez une nouvelle version avec plus de places que { $seats }.
   *[other] Les { $seats } places de cette mission sont déjà prises. Attendez que l’une se libère, ou publiez une nouvelle version avec plus de places.
}
seats-below-taken = La mission ne peut pas être réduite à ce nombre de places ({ $seats }) : { $taken } sont déjà prises. Donnez au moins ce nombre, ou annulez d’abord un engagement.
still-in-the-running = Cette candidature est encore dans la course : la mission n’est pas finie, et toutes les places n’ont pas commencé. Retenez-la ou déclinez-la.
work-has-begun = Le travail a commencé : la candidature ne se retire plus. Interrompez l’engagement, avec un motif.
mission-engaged = Des engagements sont en cours sur cette mission : un import ne la change plus, car leurs parties ont accepté ses conditions. Modifiez-la depuis la mission elle-même.
plan-above-effort = { $minutes } minutes prévues, c’est plus que la mission n’annonce pour une place : { $max } au plus. Réduisez le temps prévu, ou publiez une nouvelle version de la mission.
plan-outside-mission = Ces jours ne sont pas ceux de la mission : elle commence entre le { $from } et le { $to }, et finit le { $end } au plus tard. Choisissez d’autres jours, ou publiez une nouvelle version de la mission.
week-above-cap = Ce plan donnerait au talent { $minutes } minutes de travail dans une semaine ; le dispositif en permet { $max } au plus, tous engagements compris. Prévoyez moins de temps, ou plus de jours.
week-above-capacity = Ce plan donne au talent { $minutes } minutes de travail dans une semaine, alors que son profil en annonce { $capacity }. Vérifiez avec le talent que cela convient.
same-terms = Ces conditions sont déjà celles de l’engagement : il n’y a rien à changer. Donnez d’autres jours ou un autre temps de travail.
terms-changed = Les conditions ont changé depuis que vous les avez lues. Relisez-les, puis répondez.
one-person-one-consent = Vous avez déjà donné un autre accord pour cet engagement : « { $kind } ». Une même personne n’en donne qu’un ; demandez à quelqu’un d’autre de donner celui-ci.
talent-consents-alone = Le talent donne son propre accord et aucun autre, et personne ne le donne à sa place. Laissez répondre la personne à qui la demande est faite.
deadline-ahead = L’échéance du { $deadline } n’est pas passée. Attendez le lendemain.
starts-later = L’engagement commence le { $first } : c’est le premier jour convenu. Attendez ce jour, ou convenez d’autres dates.
days-passed = Le dernier jour convenu, le { $last }, est passé sans que le travail commence. Convenez d’autres dates, ou annulez l’engagement.
sheets-unsettled = { $count ->
    [one] { $count } relevé de temps attend une réponse : l’engagement ne peut pas être clos. Validez-le ou faites-le arbitrer, puis recommencez.
   *[other] { $count } relevés de temps attendent une réponse : l’engagement ne peut pas être clos. Validez-les ou faites-les arbitrer, puis recommencez.
}
outside-engagement = Ces jours sortent de l’engagement, qui va du { $first } au { $last }. Corrigez les dates.
sheets-overlap = Un autre relevé couvre déjà des jours de cette période, du { $first } au { $last }. Changez les dates, ou modifiez cet autre relevé.
time-not-open = Un engagement dans l’état « { $state } » ne prend pas de temps de travail. Attendez son début ; s’il est clos ou annulé, écrivez à l’équipe du dispositif.
own-time = Qui valide un temps de travail n’est ni le talent ni la personne qui l’a déclaré. Demandez à quelqu’un d’autre de la structure d’accueil.
talent-unsettled = { $count ->
    [one] Les données ne peuvent pas encore être effacées : { $count } engagement de ce talent n’est pas réglé. Menez-le à sa clôture ou annulez-le, puis recommencez.
   *[other] Les données ne peuvent pas encore être effacées : { $count } engagements de ce talent ne sont pas réglés. Menez-les à leur clôture ou annulez-les, puis recommencez.
}
page-size = Une page ne peut pas avoir { $value } éléments. Demandez-en de 1 à { $max }, avec first ou last.
page-direction = Une liste se lit dans un seul sens à la fois, et un classement seulement vers l’avant. Donnez first et after ; ou last et before, là où la liste le permet.
empty-query = La recherche est vide. Écrivez au moins un mot, ou retirez query pour tout parcourir.
malformed-cursor = Ce curseur ne vient pas de cette liste. Reprenez tel quel celui qu’elle a donné, ou repartez de la première page.
expired-cursor = Le classement a changé depuis la page précédente, et ce curseur ne vaut plus. Repartez de la première page.
malformed-request = La demande ne suit pas le schéma. Corrigez-la d’après ce détail : { $detail }
too-costly = Cette demande en veut trop à la fois : son coût dépasse { $max }. Demandez moins d’éléments ou moins de champs, ou faites plusieurs demandes.
too-many-streams = Il y a déjà { $max } flux ouverts, et c’est le maximum. Fermez-en un, ou recommencez dans quelques minutes.
too-many-streams-of-person = Vous avez déjà { $max } flux ouverts, et c’est le maximum par personne. Fermez-en un.
method-not-allowed = Cette adresse ne s’appelle pas ainsi. Utilisez l’une de ces méthodes : { $allowed }.
mutation-by-get = Une mutation ne passe pas par GET, et rien n’a été fait. Envoyez-la par POST.
preflight-needed = Un appel par GET doit porter un en-tête que les pages d’autres sites ne peuvent pas envoyer. Ajoutez X-Requested-With, ou passez par POST.
content-type-not-json = Le corps ne dit pas qu’il est du JSON. Envoyez-le avec Content-Type : application/json.
not-acceptable = Aucun des formats demandés n’est disponible. Acceptez l’un de ceux-ci : { $allowed }.
body-too-large = La demande dépasse { $max } octets. Raccourcissez-la, ou passez les longs textes en variables de plusieurs demandes.
batch-refused = Plusieurs demandes sont dans un même corps. Envoyez-les une par une.
no-such-page = Il n’y a rien à cette adresse. L’API est à /graphql, et la page d’essai à /graphiql.
clock-backwards = L’horloge de la démonstration n’avance que vers le futur ; elle est à { $now }. Donnez un instant postérieur.
malformed-line = Cette ligne ne peut pas être lue. Corrigez-la d’après ce détail : { $detail }
unknown-column = La colonne « { $column } » est inconnue, ou elle manque. Corrigez la première ligne du fichier ; les colonnes sont : { $allowed }.
unclosed-quote = Un guillemet est ouvert sur cette ligne et n’est jamais refermé. Refermez-le ; un guillemet dans un texte s’écrit deux fois.
field-count = Cette ligne a { $found } { $found ->
    [one] valeur
   *[other] valeurs
}, et le fichier a { $expected } colonnes. Complétez-la ou retirez ce qui est en trop ; un texte qui contient le séparateur se met entre guillemets.
not-utf8 = Cette ligne n’est pas en UTF-8. Enregistrez le fichier à nouveau avec l’encodage « UTF-8 », puis recommencez.
malformed-number = « { $value } » n’est pas un nombre entier. Écrivez-le en chiffres, sans unité ni espace.
unchangeable = Cette valeur diffère de celle de la création, et elle ne peut plus changer. Remettez la première, ou donnez un autre identifiant à ce qui est nouveau.
internal-fault = Une erreur s’est produite de notre côté. Recommencez un peu plus tard ; si elle revient, écrivez à l’équipe du dispositif en citant la référence { $trace }.
not-available = Le service ne peut pas répondre pour l’instant. Recommencez dans quelques minutes.

## What an import says

import-line = Ligne { $line } :
import-column = Ligne { $line }, colonne « { $column } » :
import-resumed = L’import reprend après la ligne { $line }, la dernière qui était enregistrée.
import-summary = Lignes lues : { $lines } ; créées : { $created } ; modifiées : { $updated } ; inchangées : { $unchanged } ; à corriger : { $rejected }.
import-dry-run = C’était un essai : rien n’a été enregistré. Lancez la commande sans --dry-run pour enregistrer.
import-nothing-kept = Rien n’a été enregistré. Corrigez les lignes signalées, puis recommencez.

## What more a less demanding mission would find

relaxation-place = { $gain ->
    [one] { $gain } talent de plus si le télétravail est accepté
   *[other] { $gain } talents de plus si le télétravail est accepté
}
relaxation-remote = { $gain ->
    [one] { $gain } talent de plus si le travail sur place est accepté
   *[other] { $gain } talents de plus si le travail sur place est accepté
}
relaxation-availability = { $gain ->
    [one] { $gain } talent de plus si les dates sont plus souples
   *[other] { $gain } talents de plus si les dates sont plus souples
}
relaxation-effort = { $gain ->
    [one] { $gain } talent de plus si la charge est réduite
   *[other] { $gain } talents de plus si la charge est réduite
}
relaxation-languages = { $gain ->
    [one] { $gain } talent de plus si aucune langue n’est exigée
   *[other] { $gain } talents de plus si aucune langue n’est exigée
}
relaxation-missions-place = { $gain ->
    [one] { $gain } mission de plus si vous vous déplacez dans d’autres départements
   *[other] { $gain } missions de plus si vous vous déplacez dans d’autres départements
}
relaxation-missions-remote = { $gain ->
    [one] { $gain } mission de plus si vous travaillez entièrement à distance
   *[other] { $gain } missions de plus si vous travaillez entièrement à distance
}
relaxation-missions-availability = { $gain ->
    [one] { $gain } mission de plus si vos dates sont plus souples
   *[other] { $gain } missions de plus si vos dates sont plus souples
}
relaxation-missions-effort = { $gain ->
    [one] { $gain } mission de plus si vous avez plus de minutes par semaine
   *[other] { $gain } missions de plus si vous avez plus de minutes par semaine
}
relaxation-missions-languages = { $gain ->
    [one] { $gain } mission de plus si aucune langue n’est exigée
   *[other] { $gain } missions de plus si aucune langue n’est exigée
}

## Branches of the public service

branch-state = Fonction publique de l’État
branch-territorial = Fonction publique territoriale
branch-hospital = Fonction publique hospitalière

## Roles

role-talent = Talent
role-line-manager = Responsable hiérarchique
role-employer = Employeur
role-mission-owner = Responsable de mission
role-dnum = Direction du numérique du ministère
role-operator = Équipe du dispositif
role-observer = Observation

## Acts that roles allow

act-manage-talent = Gérer une inscription
act-identify-talent = Voir qui est un talent
act-search-talents = Chercher des talents
act-write-mission = Écrire et suivre une mission
act-moderate-mission = Publier, renvoyer ou refuser une mission
act-manage-structure = Créer une structure et dire si elle publie elle-même
act-update-structure = Modifier une structure
act-suspend-ranking = Suspendre et reprendre le classement
act-handle-applications = Répondre aux candidatures
act-run-engagement = Conduire un engagement pour la structure d’accueil
act-apply = Candidater et répondre à une invitation
act-declare-time = Déclarer son temps et livrer son travail
act-consent-as-talent = Donner l’accord du talent
act-consent-as-manager = Donner l’aval de la hiérarchie
act-consent-as-employer = Donner l’accord de l’employeur
act-consent-as-host = Donner l’accord de la structure d’accueil
act-grant-envelope = Accorder une enveloppe de minutes au nom de l’employeur
act-recall-talent = Rappeler un talent
act-follow-talent = Suivre les engagements d’un talent
act-arbitrate-time = Arbitrer un temps de travail
act-read-account = Voir un compte de crédits
act-manage-credits = Doter, ajuster, annuler, clore un mois

## Kinds of objects

object-kind-structure = Structure
object-kind-person = Personne
object-kind-role = Rôle
object-kind-token = Jeton d’accès
object-kind-talent = Talent
object-kind-skill = Compétence
object-kind-occupation = Métier de référence
object-kind-mission = Mission
object-kind-programme = Dispositif
object-kind-generation = Statistiques du classement
object-kind-application = Candidature
object-kind-engagement = Engagement
object-kind-consent = Accord
object-kind-envelope = Enveloppe de l’employeur
object-kind-time-sheet = Relevé de temps
object-kind-service-offer = Offre de service
object-kind-account = Compte de crédits
object-kind-transfer = Mouvement de crédits
object-kind-ledger = Livre des crédits

## States of a registration

talent-state-draft = Brouillon
talent-state-active = Active
talent-state-paused = En pause
talent-state-withdrawn = Retirée
talent-state-erased = Effacée

## Moves of a registration

talent-move-activate = Activer
talent-move-update = Modifier
talent-move-pause = Mettre en pause
talent-move-resume = Reprendre
talent-move-withdraw = Retirer
talent-move-erase = Effacer les données

## Administrative positions

talent-status-civil-servant = Fonctionnaire
talent-status-contract = Sous contrat

## Why one registers

intent-apply = Candidater à des missions
intent-interest = Dire mon intérêt

## Parts of a profile

profile-part-headline = Accroche
profile-part-biography = Parcours
profile-part-languages = Langues parlées
profile-part-place = Départements
profile-part-availability = Disponibilités

## States of a mission

mission-state-draft = Brouillon
mission-state-submitted = En relecture
mission-state-changes-requested = À modifier
mission-state-rejected = Refusée
mission-state-published = Publiée
mission-state-suspended = Suspendue
mission-state-expired = Expirée
mission-state-completed = Terminée
mission-state-cancelled = Annulée

## Moves of a mission

mission-move-update = Modifier
mission-move-submit = Soumettre à la relecture
mission-move-publish = Publier
mission-move-request-changes = Demander des modifications
mission-move-reject = Refuser
mission-move-revise = Publier une nouvelle version
mission-move-suspend = Suspendre
mission-move-resume = Remettre en ligne
mission-move-expire = Faire expirer
mission-move-republish = Publier à nouveau
mission-move-open-applications = Ouvrir les candidatures
mission-move-close-applications = Fermer les candidatures
mission-move-complete = Déclarer terminée
mission-move-cancel = Annuler

## What publication needs

mission-field-context = Contexte
mission-field-deliverables = Résultats attendus
mission-field-requirements = Compétences demandées
mission-field-application-deadline = Date limite de candidature
mission-field-remote = Télétravail
mission-field-department-code = Département
mission-field-rhythm = Rythme
mission-field-start-from = Premier jour où la mission peut commencer
mission-field-start-to = Dernier jour où la mission peut commencer
mission-field-end-by = Dernier jour de la mission
mission-field-effort-minutes = Temps de travail par personne

## How pressing a mission is

urgency-normal = Normale
urgency-high = Élevée
urgency-critical = Critique

## How much a skill matters

importance-essential = Indispensable
importance-asset = Atout

## Remote work

remote-none = Sur place
remote-partial = En partie à distance
remote-full = À distance

## Kinds of skills

skill-kind-knowledge = Connaissance
skill-kind-tool = Outil ou langage
skill-kind-practice = Pratique

## States of a skill

skill-state-proposed = Proposée
skill-state-active = Active
skill-state-merged = Réunie à une autre
skill-state-retired = Retirée

## Levels of mastery

level-1 = Débutant
level-2 = Confirmé
level-3 = Expérimenté
level-4 = Expert

## Phases of the scheme

phase-experiment = Expérimentation
phase-general = Dispositif généralisé

## What credits are for

compensation-mode-measure = Mesure du temps
compensation-mode-compensation = Compensation

## Codes of errors

error-code-unauthenticated = Connexion nécessaire
error-code-forbidden = Action non permise
error-code-bad-user-input = Saisie à corriger
error-code-cursor-expired = Classement renouvelé
error-code-not-found = Introuvable
error-code-conflict = Modifié entre-temps
error-code-idempotency-key-reused = Clé déjà utilisée
error-code-already-exists = Existe déjà
error-code-invalid-transition = Action impossible dans cet état
error-code-same-structure = Même structure
error-code-same-person = Une même personne des deux côtés
error-code-seats-taken = Plus de place
error-code-above-capacity = Plus que le temps annoncé
error-code-incomplete = À compléter
error-code-programme-limit = Limite du dispositif
error-code-insufficient-credits = Crédits insuffisants
error-code-rate-limited = Trop de demandes
error-code-cost-exceeded = Demande trop lourde
error-code-unavailable = Service indisponible
error-code-internal = Erreur de notre côté

## What happened

event-kind-structure-created = Structure créée
event-kind-structure-updated = Structure modifiée
event-kind-structure-trusted = Publication directe accordée
event-kind-structure-distrusted = Publication directe retirée
event-kind-person-recorded = Personne ajoutée
event-kind-person-updated = Personne modifiée
event-kind-role-granted = Rôle attribué
event-kind-role-revoked = Rôle retiré
event-kind-token-created = Jeton d’accès créé
event-kind-token-revoked = Jeton d’accès révoqué
event-kind-skill-recorded = Compétence enregistrée
event-kind-occupation-recorded = Métier de référence enregistré
event-kind-talent-registered = Inscription reçue
event-kind-talent-activated = Inscription activée
event-kind-talent-updated = Profil modifié
event-kind-talent-paused = Inscription mise en pause
event-kind-talent-resumed = Inscription reprise
event-kind-talent-withdrawn = Inscription retirée
event-kind-talent-erased = Données effacées
event-kind-talent-reminded = Relance sur l’inscription
event-kind-mission-created = Mission créée
event-kind-mission-updated = Mission modifiée
event-kind-mission-submitted = Mission soumise à la relecture
event-kind-mission-published = Mission publiée
event-kind-mission-changes-requested = Modifications demandées
event-kind-mission-rejected = Mission refusée
event-kind-mission-revised = Nouvelle version publiée
event-kind-mission-suspended = Mission suspendue
event-kind-mission-resumed = Mission remise en ligne
event-kind-mission-expired = Mission expirée
event-kind-mission-republished = Mission publiée à nouveau
event-kind-mission-applications-opened = Candidatures ouvertes
event-kind-mission-applications-closed = Candidatures fermées
event-kind-mission-completed = Mission terminée
event-kind-mission-cancelled = Mission annulée
event-kind-mission-reminded = Relance sur la mission
event-kind-programme-changed = Réglages du dispositif modifiés
event-kind-ranking-suspended = Classement suspendu
event-kind-ranking-resumed = Classement repris
event-kind-generation-cut = Statistiques du classement renouvelées
event-kind-application-submitted = Candidature déposée
event-kind-application-invited = Talent invité
event-kind-application-accepted = Invitation acceptée
event-kind-application-invitation-declined = Invitation déclinée
event-kind-application-shortlisted = Candidature présélectionnée
event-kind-application-selected = Candidature retenue
event-kind-application-returned = Candidature de nouveau présélectionnée
event-kind-application-declined = Candidature déclinée
event-kind-application-withdrawn = Candidature retirée
event-kind-application-lapsed = Candidature caduque
event-kind-application-erased = Textes de la candidature effacés
event-kind-application-reminded = Relance sur la candidature
event-kind-engagement-opened = Engagement ouvert
event-kind-engagement-consents-changed = Réponse d’une partie enregistrée
event-kind-engagement-ready = Engagement prêt à commencer
event-kind-engagement-rescheduled = Engagement replanifié
event-kind-engagement-revised = Engagement passé à la nouvelle version
event-kind-engagement-employer-changed = Employeur du talent changé
event-kind-engagement-manager-changed = Responsable du talent changé
event-kind-engagement-started = Engagement commencé
event-kind-engagement-suspended = Engagement suspendu
event-kind-engagement-resumed = Engagement repris
event-kind-engagement-delivered = Travail livré
event-kind-engagement-interrupted = Engagement interrompu
event-kind-engagement-closed = Engagement clos
event-kind-engagement-cancelled = Engagement annulé
event-kind-engagement-reminded = Relance sur l’engagement
event-kind-consent-requested = Accord demandé
event-kind-consent-renewed = Accord demandé sur d’autres conditions
event-kind-consent-redirected = Accord demandé à une autre personne
event-kind-consent-granted = Accord donné
event-kind-consent-refused = Accord refusé
event-kind-consent-expired = Accord sans réponse à l’échéance
event-kind-consent-revoked = Accord repris
event-kind-consent-superseded = Accord caduc, les conditions ayant changé
event-kind-consent-reminded = Relance sur l’accord
event-kind-envelope-granted = Enveloppe accordée
event-kind-envelope-withdrawn = Enveloppe retirée
event-kind-time-sheet-drafted = Relevé de temps préparé
event-kind-time-sheet-declared = Temps déclaré
event-kind-time-sheet-validated = Temps validé
event-kind-time-sheet-disputed = Temps contesté
event-kind-time-sheet-amended = Temps déclaré à nouveau
event-kind-time-sheet-upheld = Temps validé par arbitrage
event-kind-time-sheet-voided = Temps écarté par arbitrage
event-kind-time-sheet-reversed = Validation du temps annulée
event-kind-time-sheet-reminded = Relance sur le temps déclaré
event-kind-service-offer-made = Offre de service déposée
event-kind-service-offer-updated = Offre de service modifiée
event-kind-service-offer-used = Mission tirée d’une offre de service
event-kind-service-offer-withdrawn = Offre de service retirée
event-kind-service-offer-erased = Textes de l’offre effacés
event-kind-account-floor-changed = Plancher de compte modifié
event-kind-credits-reserved = Crédits réservés
event-kind-credits-captured = Temps compté
event-kind-credits-released = Crédits libérés
event-kind-credits-endowed = Dotation reçue
event-kind-adjustment-proposed = Ajustement proposé
event-kind-adjustment-posted = Ajustement validé
event-kind-adjustment-rejected = Ajustement abandonné
event-kind-credits-reversed = Mouvement annulé
event-kind-month-closed = Mois clos

## The ledger

transfer-kind-reservation = Réservation
transfer-kind-capture = Temps validé
transfer-kind-overrun = Dépassement validé
transfer-kind-release = Libération
transfer-kind-endowment = Dotation
transfer-kind-adjustment = Ajustement
transfer-kind-reversal = Annulation
adjustment-reason-opening-balance = Reprise d’un solde antérieur
adjustment-reason-mistake = Erreur d’enregistrement
adjustment-reason-agreement = Accord entre structures
adjustment-reason-other = Autre motif
chain-fault-altered = L’événement n’est plus ce qu’il était
chain-fault-missing = Ce que suit l’événement n’est plus là : ôté, ou récrit
chain-fault-inserted = L’événement n’est pas de la chaîne : ajouté
chain-fault-reordered = L’événement est placé avant celui qu’il suit
chain-fault-cut = La chaîne est plus courte que dans l’ancre
chain-fault-rewritten = La chaîne n’est plus celle de l’ancre : récrite
ledger-fault-line-differs = Une écriture ne dit pas ce que dit son mouvement
ledger-fault-line-missing = Un mouvement n’a pas laissé son écriture
ledger-fault-line-unfounded = Une écriture ne vient d’aucun mouvement, ou figure deux fois
ledger-fault-same-account = Un mouvement va d’un compte au même compte
ledger-fault-sum-not-zero = La somme de tous les soldes n’est pas nulle
ledger-fault-journal-gap = Il manque un numéro dans le journal
ledger-fault-balance-after = Le solde après une écriture n’est pas la somme des écritures
ledger-fault-day-goes-back = Une écriture est datée d’avant la précédente
ledger-fault-account-balance = Le solde du compte n’est pas la somme de ses écritures, ou il en manque à la fin
ledger-fault-closing-differs = Un mois clos ne donne plus ce qu’il donnait à sa clôture
ledger-fault-owner-differs = Le compte n’est pas à qui il dit être
ledger-fault-account-missing = Un compte nommé n’existe pas
ledger-fault-reservation-differs = La réservation n’est pas ce que donnent ses mouvements
ledger-fault-captured-twice = Une feuille de temps a été comptée plusieurs fois
ledger-fault-capture-unfounded = Du temps a été compté sans feuille de temps ni engagement
ledger-fault-settled-twice = Un mouvement a été soldé ou annulé plusieurs fois
ledger-fault-settles-wrongly = Un mouvement en solde ou en annule un autre qu’il ne peut pas solder ou annuler
ledger-fault-left-after-release = Il reste des crédits réservés pour un engagement qui n’en a plus
ledger-fault-left-after-end = Il reste des crédits réservés pour un engagement clos ou annulé
ledger-fault-not-reserved = Un engagement prêt ou en cours n’a pas sa réservation
ledger-fault-reserved-too-soon = Des crédits sont réservés pour un engagement qui attend des accords
ledger-fault-sheet-differs = Le temps compté pour une feuille n’est pas celui qu’elle dit
ledger-fault-reference-lost = Un mouvement porte sur un engagement ou une feuille de temps qui n’existe plus
ledger-fault-reserved-after = Le réservé après une écriture n’est pas la somme des écritures, ou il est négatif
ledger-fault-account-reserved = Le réservé du compte n’est pas la somme de ce qui est en attente
ledger-fault-floor-passed = Une écriture passe le plancher qu’elle devait respecter

## Why a talent is kept out of a ranking

exclusion-place = Le lieu ne convient pas
exclusion-remote = Le télétravail ne convient pas
exclusion-availability = Les dates ne conviennent pas
exclusion-effort = Le temps disponible ne suffit pas
exclusion-languages = Une langue exigée manque
exclusion-same-structure = Même structure que la mission

## How a skill found answers the one asked for

relation-exact = Compétence demandée
relation-narrower = Compétence plus précise
relation-broader = Compétence plus large
relation-sibling = Compétence voisine
relation-related = Compétence proche

## What a score is made of

signal-coverage = Compétences demandées
signal-words = Mots des textes
signal-characters = Écriture voisine
signal-headline = Intitulé du profil
signal-resemblance = Métiers voisins
signal-recency = Pratique récente
signal-availability = Disponibilité
signal-place = Lieu

## What a ranking was asked for

ranking-question-mission = Talents pour une mission
ranking-question-preview = Talents pour une mission en cours d’écriture
ranking-question-talent = Missions pour un talent

## Facets

facet-skill = Compétence
facet-ministry = Ministère
facet-department = Département
facet-remote = Télétravail
facet-urgency = Urgence
facet-state = État
facet-structure = Structure
facet-takes-applications = Candidatures

## Whether a mission takes applications

takes-applications-true = Prend des candidatures
takes-applications-false = Ne prend pas de candidatures

## States of an application

application-state-invited = Invité
application-state-submitted = Déposée
application-state-shortlisted = Présélectionnée
application-state-selected = Retenue
application-state-declined = Déclinée
application-state-withdrawn = Retirée
application-state-lapsed = Caduque

## Moves of an application

application-move-accept = Accepter l’invitation
application-move-decline-invitation = Décliner l’invitation
application-move-shortlist = Présélectionner
application-move-select = Retenir
application-move-decline = Décliner
application-move-withdraw = Retirer
application-move-lapse = Déclarer caduque
application-move-return = Remettre en présélection

## Why applications lapse

lapse-cause-mission-cancelled = Mission annulée
lapse-cause-mission-expired = Mission expirée
lapse-cause-mission-completed = Mission terminée
lapse-cause-seats-started = Toutes les places ont commencé

## Where an application comes from

origin-application = Candidature
origin-invitation = Invitation
origin-registration = Vœu à l’inscription

## States of an engagement

engagement-state-awaiting-consents = En attente des accords
engagement-state-ready = Prêt à commencer
engagement-state-in-progress = En cours
engagement-state-suspended = Suspendu
engagement-state-delivered = Livré
engagement-state-interrupted = Interrompu
engagement-state-closed = Clos
engagement-state-cancelled = Annulé

## Moves of an engagement

engagement-move-grant = Donner son accord
engagement-move-refuse = Refuser son accord
engagement-move-expire = Constater l’échéance
engagement-move-revoke = Reprendre son accord
engagement-move-ask-again = Redemander un accord
engagement-move-agree = Réunir les accords
engagement-move-reschedule = Replanifier
engagement-move-revise = Suivre la nouvelle version
engagement-move-change-employer = Changer d’employeur
engagement-move-change-manager = Changer de responsable
engagement-move-start = Commencer
engagement-move-suspend = Suspendre
engagement-move-resume = Reprendre
engagement-move-deliver = Livrer
engagement-move-interrupt = Interrompre
engagement-move-close = Clore
engagement-move-cancel = Annuler

## What ended an engagement

end-cause-talent = Le talent
end-cause-host = La structure d’accueil
end-cause-employer = Rappel par l’employeur
end-cause-consent-refused = Accord refusé
end-cause-mission-cancelled = Mission annulée
end-cause-talent-left = Départ du talent
end-cause-same-structure = Même structure

## Parties that consent

consent-kind-talent = Le talent
consent-kind-line-manager = La hiérarchie
consent-kind-employer = L’employeur
consent-kind-host = La structure d’accueil

## States of a consent

consent-state-requested = Demandé
consent-state-granted = Donné
consent-state-refused = Refusé
consent-state-expired = Sans réponse à l’échéance
consent-state-revoked = Repris
consent-state-superseded = Caduc

## Moves of a consent

consent-move-grant = Donner
consent-move-refuse = Refuser
consent-move-expire = Constater l’échéance
consent-move-revoke = Reprendre
consent-move-supersede = Rendre caduc
consent-move-ask-again = Redemander
consent-move-renew = Demander sur d’autres conditions
consent-move-redirect = Demander à quelqu’un d’autre

## Why a party refuses

refusal-reason-service-needs = Nécessités de service
refusal-reason-skills = Compétences
refusal-reason-dates = Dates
refusal-reason-workload = Charge de travail
refusal-reason-security = Sécurité
refusal-reason-conflict-of-interest = Conflit d’intérêts
refusal-reason-other = Autre motif

## States of a time sheet

time-sheet-state-draft = Préparé
time-sheet-state-declared = Déclaré
time-sheet-state-validated = Validé
time-sheet-state-disputed = Contesté
time-sheet-state-void = Écarté
time-sheet-state-reversed = Annulé après validation

## Moves of a time sheet

time-sheet-move-declare = Déclarer
time-sheet-move-validate = Valider
time-sheet-move-dispute = Contester
time-sheet-move-amend = Déclarer à nouveau
time-sheet-move-uphold = Valider par arbitrage
time-sheet-move-void = Écarter par arbitrage
time-sheet-move-reverse = Annuler la validation

## States of a service offer

service-offer-state-open = Ouverte
service-offer-state-withdrawn = Retirée
service-offer-state-erased = Effacée

## Moves of a service offer

service-offer-move-update = Modifier
service-offer-move-use = En tirer une mission
service-offer-move-withdraw = Retirer
service-offer-move-erase = Effacer

## What waits for someone

history-actor-viewer = Vous
history-actor-person = Une autre personne
history-actor-job = Une échéance
history-actor-command-line = L’équipe technique
history-detail-state = État
history-detail-intent = Intention
history-detail-origin = Origine
history-detail-cause = Cause
history-detail-kind = Accord de
history-detail-reason = Motif
history-detail-role = Rôle
history-detail-minutes = Minutes
history-detail-published-version = Version publiée
history-detail-mission-version = Version de la mission
history-detail-first = Premier jour
history-detail-last = Dernier jour
history-detail-todo = À faire
history-detail-for = À l’attention de
history-detail-number = Relance n°

todo-kind-mission-to-moderate = Mission à relire
todo-kind-mission-to-amend = Mission à modifier
todo-kind-registration-to-complete = Inscription à compléter
todo-kind-consent-to-give = Accord à donner
todo-kind-consent-to-ask-again = Accord à redemander
todo-kind-application-to-answer = Candidature à laquelle répondre
todo-kind-invitation-to-answer = Invitation à laquelle répondre
todo-kind-engagement-to-start = Engagement à commencer
todo-kind-engagement-to-deliver = Travail à livrer
todo-kind-engagement-to-close = Engagement à clore
todo-kind-time-sheet-to-validate = Temps à valider
todo-kind-time-sheet-to-amend = Temps à déclarer à nouveau
todo-kind-time-sheet-to-arbitrate = Temps à arbitrer

## Départements, by their official codes

department-01 = Ain
department-02 = Aisne
department-03 = Allier
department-04 = Alpes-de-Haute-Provence
department-05 = Hautes-Alpes
department-06 = Alpes-Maritimes
department-07 = Ardèche
department-08 = Ardennes
department-09 = Ariège
department-10 = Aube
department-11 = Aude
department-12 = Aveyron
department-13 = Bouches-du-Rhône
department-14 = Calvados
department-15 = Cantal
department-16 = Charente
department-17 = Charente-Maritime
department-18 = Cher
department-19 = Corrèze
department-2a = Corse-du-Sud
department-2b = Haute-Corse
department-21 = Côte-d’Or
department-22 = Côtes-d’Armor
department-23 = Creuse
department-24 = Dordogne
department-25 = Doubs
department-26 = Drôme
department-27 = Eure
department-28 = Eure-et-Loir
department-29 = Finistère
department-30 = Gard
department-31 = Haute-Garonne
department-32 = Gers
department-33 = Gironde
department-34 = Hérault
department-35 = Ille-et-Vilaine
department-36 = Indre
department-37 = Indre-et-Loire
department-38 = Isère
department-39 = Jura
department-40 = Landes
department-41 = Loir-et-Cher
department-42 = Loire
department-43 = Haute-Loire
department-44 = Loire-Atlantique
department-45 = Loiret
department-46 = Lot
department-47 = Lot-et-Garonne
department-48 = Lozère
department-49 = Maine-et-Loire
department-50 = Manche
department-51 = Marne
department-52 = Haute-Marne
department-53 = Mayenne
department-54 = Meurthe-et-Moselle
department-55 = Meuse
department-56 = Morbihan
department-57 = Moselle
department-58 = Nièvre
department-59 = Nord
department-60 = Oise
department-61 = Orne
department-62 = Pas-de-Calais
department-63 = Puy-de-Dôme
department-64 = Pyrénées-Atlantiques
department-65 = Hautes-Pyrénées
department-66 = Pyrénées-Orientales
department-67 = Bas-Rhin
department-68 = Haut-Rhin
department-69 = Rhône
department-70 = Haute-Saône
department-71 = Saône-et-Loire
department-72 = Sarthe
department-73 = Savoie
department-74 = Haute-Savoie
department-75 = Paris
department-76 = Seine-Maritime
department-77 = Seine-et-Marne
department-78 = Yvelines
department-79 = Deux-Sèvres
department-80 = Somme
department-81 = Tarn
department-82 = Tarn-et-Garonne
department-83 = Var
department-84 = Vaucluse
department-85 = Vendée
department-86 = Vienne
department-87 = Haute-Vienne
department-88 = Vosges
department-89 = Yonne
department-90 = Territoire de Belfort
department-91 = Essonne
department-92 = Hauts-de-Seine
department-93 = Seine-Saint-Denis
department-94 = Val-de-Marne
department-95 = Val-d’Oise
department-971 = Guadeloupe
department-972 = Martinique
department-973 = Guyane
department-974 = La Réunion
department-975 = Saint-Pierre-et-Miquelon
department-976 = Mayotte
department-977 = Saint-Barthélemy
department-978 = Saint-Martin
department-984 = Terres australes et antarctiques françaises
department-986 = Wallis-et-Futuna
department-987 = Polynésie française
department-988 = Nouvelle-Calédonie

# La ligne de commande
cli-migrated = { $count ->
    [0] La base est à jour : rien à faire.
    [one] La base est à jour : une migration a été faite.
   *[other] La base est à jour : { $count } migrations ont été faites.
}
cli-migrate-first = La base n’est pas à jour : lancez d’abord « talents migrate », ou servez avec « --migrer ».
cli-index-locked = Un autre programme écrit dans ce dossier d’index, sans doute un serveur : arrêtez-le, ou donnez un autre dossier avec « --index ».
cli-index-agrees = L’index dit ce que dit la base : { $talents } talents, { $missions } missions.
cli-index-differs = L’index diffère de la base en { $count } points : lancez « talents index rebuild ».
cli-unknown-format = L’extension du fichier ne dit pas son format : ajoutez « --format csv » ou « --format jsonl ».
cli-serving = À l’écoute sur { $url }. Ctrl-C pour arrêter.
cli-demo = La démonstration est prête : ouvrez { $url } dans un navigateur. Ctrl-C pour arrêter.
cli-token-created = Jeton { $id } créé. Il ne sera plus affiché : gardez-le en lieu sûr.
cli-role-revoked = Le rôle { $id } est retiré : hier était son dernier jour.
cli-ranking-suspended = Le classement est suspendu : les listes gardent leurs filtres, dans un ordre neutre. « talents ranking resume » le reprend.
cli-ranking-resumed = Le classement est repris.
cli-ranking-log-unwritten = Les derniers classements servis n’ont pas pu être écrits dans la base : leur trace est perdue. Voyez le journal du serveur, et si la base répond.
cli-ranking-id = Classement
cli-ranking-at = Servi le
cli-ranking-person = À la personne
cli-ranking-question = Demande
cli-ranking-object-version = Version de l’objet
cli-ranking-published-version = Version publiée
cli-ranking-requirement = Compétence, importance, niveau, poids
cli-ranking-modalities = Modalités
cli-ranking-day = Jour du classement
cli-ranking-version = Version du classement
cli-ranking-rules = Version des règles
cli-ranking-vocabulary = Version du vocabulaire
cli-ranking-generation = Génération des statistiques
cli-ranking-position = Position de l’index
cli-ranking-total = Éléments en tout
cli-ranking-cursor = Après le curseur
cli-ranking-place = Rang
cli-ranking-item = Élément
cli-ranking-score = Score (millionièmes)
cli-ranking-causes = Ce qui a changé depuis :
cli-ranking-no-cause = Rien de connu n’a changé depuis : cherchez une panne, ou une base restaurée.
cli-replay-identical = { $count ->
    [0] Identique : la page était vide, et elle l’est encore.
    [one] Identique : le même élément, avec le même score et les mêmes contributions.
   *[other] Identique : les { $count } mêmes éléments, dans le même ordre, avec les mêmes scores et les mêmes contributions.
}
cli-replay-differs = { $count ->
    [one] Une différence :
   *[other] { $count } différences :
}
cli-replay-gone = { $item } était au rang { $place }, et n’est plus dans la page.
cli-replay-new = { $item } est au rang { $place }, et n’était pas dans la page.
cli-replay-moved = { $item } était au rang { $then }, et est au rang { $now }.
cli-replay-score = { $item } avait le score { $then }, et a le score { $now }.
cli-replay-contribution = { $item } : le signal « { $signal } » apportait { $then }, et apporte { $now }.
cli-replay-position = L’index avait atteint l’événement { $then } ; il est à l’événement { $now }.
cli-replay-rules = Les règles du classement : version { $then }, maintenant { $now }.
cli-replay-vocabulary = Le vocabulaire : version { $then }, maintenant { $now }.
cli-replay-statistics = Les statistiques de la génération { $generation } ne sont plus lisibles ; celles d’aujourd’hui ont servi.
cli-replay-changed = { $object } : { $events }.
cli-report-structure = Structure
cli-report-impressions = Apparitions
cli-report-shown = Talents montrés
cli-report-discoverable = Talents trouvables
cli-report-share-impressions = Part des apparitions
cli-report-share-discoverable = Part des trouvables
cli-report-others = Structures de moins de 5 talents, ensemble
cli-report-talents = Talents trouvables ou montrés
cli-report-never-shown = Talents jamais montrés
cli-report-top-hundredth = Part des apparitions du centième le plus montré
cli-report-top-tenth = Part des apparitions du dixième le plus montré
cli-report-gini = Coefficient de Gini
cli-report-under-five = moins de 5
cli-report-masked = masqué
cli-ledger-sound = Le livre des crédits est juste : les règles C1 à C8 sont tenues.
cli-ledger-closed = Le mois { $month } est clos.
cli-ledger-place-ledger = dans tout le livre
cli-ledger-place-account = compte { $account }
cli-ledger-place-line = compte { $account }, écriture { $line }
cli-ledger-place-month = compte { $account }, mois { $month }
cli-ledger-place-transfer = mouvement { $id }
cli-ledger-place-engagement = engagement { $id }
cli-ledger-place-time-sheet = feuille de temps { $id }
cli-audit-sound = La trace est intacte : { $events ->
    [one] un événement
   *[other] { $events } événements
} de { $chains ->
    [one] un objet
   *[other] { $chains } objets
}.
cli-audit-anchored = Rien ne manque de ce qui était ancré au { $at }.
cli-audit-place = { $object } { $id }, événement { $place } ({ $event })
cli-audit-cut = { $object } { $id }, dont le dernier événement ancré était { $event } ; il en reste { $left }
cli-audit-no-key = Il faut la clé : --key FICHIER, ou TALENTS_AUDIT_KEY.
cli-audit-unreadable = Fichier illisible : { $file } ({ $detail }).
cli-audit-bad-private-key = Ce fichier n’est pas une clé privée Ed25519 au format PEM : { $file }. « openssl genpkey -algorithm ed25519 » en fait une.
cli-audit-bad-key = Ce fichier n’est pas une clé Ed25519 au format PEM : { $file }.
cli-audit-bad-anchor = Ce fichier n’est pas une ancre : { $file }.
cli-audit-forged = La signature de l’ancre n’est pas de cette clé, ou l’ancre a été modifiée : { $file }.
export-sheet = Relevé de crédits
export-day = Jour
export-kind = Nature
export-counterparty = Contrepartie
export-minutes = Minutes
export-days = Jours
export-balance = Solde après, en minutes
export-engagement = Engagement
export-transfer = Mouvement
export-opening = Solde d’ouverture
export-reserved = Réservé à la fin
export-closing = Solde de clôture
export-scheme-endowment = Dotations du dispositif
export-scheme-adjustment = Ajustements du dispositif
export-mission-sheet = Dossier de mission
export-section = Rubrique
export-who = Talent
export-structure = Structure
export-state = État
export-first = Premier jour
export-last = Dernier jour
export-detail = Précision
export-section-mission = Mission
export-section-version = Version publiée
export-section-application = Candidature
export-section-engagement = Engagement
export-section-consent = Accord
export-section-time-sheet = Relevé de temps
cli-recommended = Les recommandations sont dans { $folder }.
cli-recommend-interrupted = Interrompu : relancez la même commande pour continuer dans { $folder }.
cli-database-url = L’adresse de la base n’est pas de celles que le programme connaît. Donnez-la sous la forme sqlite://FICHIER?mode=rwc ou postgres://UTILISATEUR@MACHINE/BASE.
cli-no-database = La base ne peut pas être ouverte. Vérifiez son adresse, et qu’elle est en marche. Détail : { $detail }
cli-fault = Une erreur s’est produite, et la commande s’est arrêtée. Détail : { $detail }
cli-argument-missing = Il manque { $argument }.
cli-argument-unknown = « { $argument } » n’a pas sa place ici.
cli-command-unknown = La commande « { $command } » n’existe pas.
cli-value-missing = Il manque une valeur à « { $argument } ».
cli-value-wrong = « { $value } » ne convient pas pour « { $argument } ».
cli-arguments-wrong = Ces arguments ne vont pas ensemble.
cli-allowed = Valeurs possibles : { $allowed }.
cli-suggested = Peut-être vouliez-vous dire « { $suggested } ».
cli-see-help = Ajoutez « --help » pour voir ce qui est possible.
