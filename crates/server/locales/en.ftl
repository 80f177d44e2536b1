# Messages for people, in English: the second language of the product. See fr.ftl, whose ids are the same.

## How a list of labels reads

list-item = “{ $label }”
list-more = { $first }, { $next }
list-last = { $first } or { $next }

## Problems: what is wrong, why, and what to do

sign-in-needed = This needs a sign-in, and yours is missing, unknown or expired. Sign in, then try again.
not-allowed = None of your roles allows “{ $act }” here. Ask your ministry’s digital direction or the scheme’s team for it.
no-such-object = { $kind ->
    [Mission] No mission
    [Talent] No talent
    [Structure] No structure
    [Skill] No skill
    [Person] No person
    [Ranking] No ranking that was served
   *[other] Nothing
} that you may see has the id “{ $id }”. Check the id, and that you are signed in with the right account.
malformed-id = “{ $id }” is not an id of this service. Send the id back exactly as the service gave it.
stale-version = This has changed since you read it: you started from version { $expected }, and it is now at version { $found }. Read it again, then redo your change.
key-reused = The idempotency key “{ $key }” has already been used for another request. Send this one with a new key.
malformed-key = The idempotency key “{ $key }” is not a UUID. Give each new request a UUID, such as 018f3c1e-7c1a-7b60-9d3e-2f4a5b6c7d8e.
taken = “{ $value }” is already taken, and must stay unique. Choose another value, or find what has this one.
already-registered = This person is registered already, and there is one registration for each person. Update the one that exists.
not-registered = You are not registered as a talent yet. Register first with talentRegister.
move-not-allowed = { EMPTY($allowed) ->
    [yes] The state “{ $state }” does not allow “{ $attempt }”: it is final, and nothing can be changed any more.
   *[no] The state “{ $state }” does not allow “{ $attempt }”. What you can do: { $allowed }.
}
not-trusted = Your structure does not publish by itself: its missions are reviewed first. Submit the mission for review, or ask your ministry’s digital direction for direct publication.
submit-first = The host structure does not publish by itself: its missions are reviewed first. Submit the mission for review.
not-delivered = { $open ->
    [0] No engagement of this mission has been delivered, so it can’t be marked as completed. Wait until one is delivered, or cancel the mission.
    [one] { $open } engagement of this mission is still open. Finish or cancel it, then try again.
   *[other] { $open } engagements of this mission are still open. Finish or cancel them, then try again.
}
not-expired = This mission can’t expire: its application deadline has not passed, or a talent is already selected. To stop it, suspend or cancel it.
ranking-suspended = The ranking is suspended already, and nothing is ranked until it resumes. The scheme’s team resumes it with rankingResume, or with “talents ranking resume”.
ranking-not-suspended = The ranking is not suspended: there is nothing to resume. Read the programme again to see how it stands.
insufficient-credits = This takes { $asked } minutes of credit, and the account has only { $available } available once what is reserved and the floor are counted. Plan less, wait until a reservation is released, or ask the scheme’s team for an endowment.
past-tolerance = { $minutes } minutes go past what is left of the engagement’s plan, tolerance included: { $max } at the most. Correct the time sheet.
already-reserved = Credits were reserved for this engagement already. Release them first, if none of them was used yet.
nothing-reserved = No credits are reserved for this engagement: it has not all its consents yet, or it is closed. Check where it stands.
already-captured = This time sheet was counted already, and a sheet counts once. To correct it, reverse it, then declare a new one.
nothing-captured = This time sheet was never counted: there is nothing to reverse. Check that it was validated.
already-reversed = This movement was reversed already by its opposite. Look at the account’s statement.
not-reversible = This movement is not undone by itself: a reservation is released with its engagement, and counted time is reversed with its time sheet.
adjustment-settled = This adjustment was posted or given up already. Propose a new one if it is needed.
second-person-needed = An adjustment takes two people: one proposes it, another posts it. Ask somebody else of the scheme’s team.
transfer-id-taken = The id “{ $id }” came before with another movement. Give this one a new id.
month-closed = The month { $month } is closed: nothing can be dated in it any more. Date the movement in an open month.
month-not-over = The month { $month } is not over. Wait until its last day has passed to close it.
back-dated = A movement can’t be dated { $day }: the account has one of { $last } already. Check the server’s clock, then try again.
text-too-short = { $length ->
    [0] This text is empty; it needs at least { $min } { $min ->
        [one] character
       *[other] characters
    }. Write it.
    [one] This text has only { $length } character; it needs at least { $min }. Add to it.
   *[other] This text has only { $length } characters; it needs at least { $min }. Add to it.
}
text-too-long = This text has { $length } characters; it may have at most { $max }. Shorten it.
missing = This is mandatory, and it is missing. Fill it in.
needed-for-publication = Before the mission can be published, this is missing: “{ $field }”. Talents must know it from publication on; complete the mission, then try again.
too-many = This list has { $count } elements; it may have at most { $max }. Remove some.
duplicate = “{ $value }” is in this list more than once. Keep it once.
out-of-range = The value { $value } does not fit. Give a number from { $min } to { $max }.
siret-length = { COMPARE($digits, 14) ->
    [below] { $digits ->
        [0] The SIRET is empty. Give the 14 digits of the establishment.
        [one] The SIRET { $siret } has only { $digits } digit; a SIRET has 14.
       *[other] The SIRET { $siret } has only { $digits } digits; a SIRET has 14.
    }
   *[above] The SIRET { $siret } has { $digits } digits; a SIRET has only 14.
}
siret-characters = The SIRET “{ $siret }” has something else than digits in it. Keep its 14 digits, and remove the rest.
siret-checksum = The SIRET { $siret } can’t exist: its last digit, a check digit, does not agree with the others. Look for a typing error, for instance by comparing it with the Annuaire des entreprises.
malformed-email = { EMPTY($email) ->
    [yes] The e-mail address is missing. Give it in the form first.last@example.gouv.fr.
   *[no] “{ $email }” is not an e-mail address. Write it in the form first.last@example.gouv.fr.
}
unknown-department = “{ $code }” is not the code of a French département. Give an official code, such as 35, 2A or 974.
malformed-language = “{ $code }” is not the code of a language. Give its two letters, such as fr, en or de.
malformed-date = “{ $value }” is not a date. Write the year, the month and the day, such as 2027-03-15.
malformed-month = “{ $value }” is not a month. Write the year and the month, such as 2027-03.
in-the-future = “{ $value }” has not come yet, and this is about the past. Correct the date.
unknown-level = There is no level { $level }. Choose 1 (beginner), 2 (confirmed), 3 (experienced) or 4 (expert).
unknown-code = “{ $value }” is not a known value. Choose among: { $allowed }.
unknown-skill = { EMPTY($suggestion) ->
    [yes] The skill “{ $skill }” is not in the vocabulary. Look for it under another name in the list of skills.
   *[no] The skill “{ $skill }” is not in the vocabulary. Did you mean “{ $suggestion }”?
}
unknown-structure = No structure has the id “{ $id }”. Correct it, or create the structure first.
unknown-person = Nobody is known here as “{ $id }”. Correct this id or address, or add the person first.
unknown-mission = No published mission has the id “{ $id }”. Correct it, or choose a mission from the list.
tree-cycle = A structure can’t be under itself, nor under a structure that is under it. Choose another parent structure.
ends-before-start = The end ({ $end }) comes before the start ({ $start }). Correct one of the two dates.
window-reversed = The two dates between which the start falls are the wrong way round: the last ({ $end }) comes before the first ({ $start }). Correct one of them.
deadline-after-start = The application deadline ({ $deadline }) comes after the last day on which the mission may start ({ $start }). Bring the deadline forward, or put the start back.
in-the-past = The date { $value } has passed. Give today’s or a later one.
effort-above-cap = { $minutes } minutes of work for each person is more than the scheme allows: { $max } at most. Reduce the effort, or share it among several talents.
duration-above-cap = A mission of { $days } days is longer than the scheme allows: { $max } days at most. Bring the end forward, or plan several missions.
effort-above-duration = { $minutes } minutes of work do not fit between the first and the last day, which hold { $max } at most. Reduce the effort, or put the end back.
branch-closed = The scheme is not open yet to this part of the public service: “{ $branch }”. If that is a mistake, correct the choice; otherwise, write to the scheme’s team.
host-is-employer = The structure that offers the mission is also the talent’s employer, and the point is to help another structure. Choose another mission or another talent.
own-manager = You gave your own address as that of your line manager. Give the address of the person whom you report to.
structures-related = The host and the talent’s employer are one above the other, and the point is to help another structure. Choose another mission or another talent.
talent-not-active = This talent is not active: the registration is a draft, paused or withdrawn. Wait until it resumes, or choose another talent.
applications-closed = This mission takes no applications: it is not published, has closed them, its deadline has passed, or all its seats have started. Choose another mission.
already-applied = There is an open application or invitation between this talent and this mission already, and there is one at a time. Go on with that one.
seats-taken = { $seats ->
    [one] The seat of this mission is taken already. Wait until it is free, or publish a next version with more seats than { $seats }.
   *[other] The { $seats } seats of this mission are taken already. Wait until one is free, or publish a next version with more seats.
}
seats-below-taken = The mission can’t be reduced to that number of seats ({ $seats }): { $taken } are taken already. Give at least that number, or cancel an engagement first.
still-in-the-running = This application is still in the running: the mission is not over, and not every seat has started. Keep it or decline it.
work-has-begun = The work has begun, so the application can’t be withdrawn any more. Interrupt the engagement, with a reason.
mission-engaged = Engagements are under way on this mission, so an import changes it no more: their parties have accepted its terms. Change it from the mission itself.
plan-above-effort = { $minutes } planned minutes are more than the mission announces for a seat: { $max } at most. Plan less, or publish a next version of the mission.
plan-outside-mission = These days are not those of the mission: it starts between { $from } and { $to }, and ends on { $end } at the latest. Choose other days, or publish a next version of the mission.
week-above-cap = This plan would give the talent { $minutes } minutes of work in a week; the scheme allows { $max } at most, all engagements counted. Plan less time, or more days.
week-above-capacity = This plan gives the talent { $minutes } minutes of work in a week, and the profile announces { $capacity }. Check with the talent that this suits.
same-terms = These are the terms of the engagement already: there is nothing to change. Give other days or other minutes.
terms-changed = The terms have changed since you read them. Read them again, then answer.
one-person-one-consent = You have given another consent for this engagement: “{ $kind }”. One person gives one; ask somebody else to give this one.
talent-consents-alone = The talent gives their own consent and no other, and nobody gives it in their place. Let the person who was asked answer.
deadline-ahead = The deadline of { $deadline } has not passed. Wait until the day after.
starts-later = The engagement starts on { $first }: that is the first day agreed on. Wait for that day, or agree on other dates.
days-passed = The last day agreed on, { $last }, has passed and the work has not begun. Agree on other dates, or cancel the engagement.
sheets-unsettled = { $count ->
    [one] { $count } time sheet waits for an answer, so the engagement can’t be closed. Validate it or have it arbitrated, then try again.
   *[other] { $count } time sheets wait for an answer, so the engagement can’t be closed. Validate them or have them arbitrated, then try again.
}
outside-engagement = These days are outside the engagement, which goes from { $first } to { $last }. Correct the dates.
sheets-overlap = Another time sheet covers days of this period already, from { $first } to { $last }. Change the dates, or amend that other sheet.
time-not-open = An engagement in the state “{ $state }” takes no time sheets. Wait for its start; if it is closed or cancelled, write to the scheme’s team.
own-time = Whoever validates time is neither the talent nor the person who declared it. Ask somebody else of the host structure.
talent-unsettled = { $count ->
    [one] The data can’t be erased yet: { $count } engagement of this talent is not settled. See it closed or cancel it, then try again.
   *[other] The data can’t be erased yet: { $count } engagements of this talent are not settled. See them closed or cancel them, then try again.
}
page-size = A page can’t have { $value } elements. Ask for 1 to { $max }, with first or last.
page-direction = A list is read in one direction at a time, and a ranking forwards only. Give first and after; or last and before, where the list allows it.
empty-query = The search is empty. Write at least one word, or leave query out to browse everything.
malformed-cursor = This cursor is not from this list. Send back one that the list gave, unchanged, or start again from the first page.
expired-cursor = The ranking has changed since the page before, and this cursor no longer holds. Start again from the first page.
malformed-request = The request does not follow the schema. Correct it from this detail: { $detail }
too-costly = This request asks for too much at once: its cost is above { $max }. Ask for fewer elements or fields, or make several requests.
too-many-streams = { $max } streams are open already, and there may be no more. Close one, or try again in a few minutes.
too-many-streams-of-person = You have { $max } streams open already, which is the most for one person. Close one.
method-not-allowed = This address is not called that way. Use one of these methods: { $allowed }.
mutation-by-get = A mutation does not go by GET, and nothing was done. Send it by POST.
preflight-needed = A call by GET must carry a header that pages of other sites can’t send. Add X-Requested-With, or use POST.
content-type-not-json = The body does not say that it is JSON. Send it with Content-Type: application/json.
not-acceptable = None of the formats asked for is available. Accept one of these: { $allowed }.
body-too-large = The request is longer than { $max } bytes. Shorten it, or split its long texts over several requests.
batch-refused = Several requests are in one body. Send them one by one.
no-such-page = There is nothing at this address. The API is at /graphql, and the page to try it at /graphiql.
clock-backwards = The demo’s clock only moves forward; it is at { $now }. Give a later instant.
malformed-line = This line can’t be read. Correct it from this detail: { $detail }
unknown-column = The column “{ $column }” is unknown, or it is missing. Correct the first line of the file; the columns are: { $allowed }.
unclosed-quote = A quotation mark opens on this line and never closes. Close it; a quotation mark inside a text is written twice.
field-count = This line has { $found } { $found ->
    [one] value
   *[other] values
}, and the file has { $expected } columns. Complete it or remove what is too much; put a text that contains the separator between quotation marks.
not-utf8 = This line is not in UTF-8. Save the file again with the encoding “UTF-8”, then try again.
malformed-number = “{ $value }” is not a whole number. Write it in digits, without unit or space.
unchangeable = This value differs from the one it was created with, and it can’t change any more. Put the first one back, or give another id to what is new.
internal-fault = Something went wrong on our side. Try again a little later; if it comes back, write to the scheme’s team with the reference { $trace }.
not-available = The service can’t answer just now. Try again in a few minutes.

## What an import says

import-line = Line { $line }:
import-column = Line { $line }, column “{ $column }”:
import-resumed = The import goes on after line { $line }, the last one that was kept.
import-summary = Lines read: { $lines }; created: { $created }; updated: { $updated }; unchanged: { $unchanged }; to correct: { $rejected }.
import-dry-run = This was a trial: nothing was kept. Run the command without --dry-run to keep the lines.
import-nothing-kept = Nothing was kept. Correct the lines reported, then try again.

## What more a less demanding mission would find

relaxation-place = { $gain ->
    [one] { $gain } more talent if remote work is accepted
   *[other] { $gain } more talents if remote work is accepted
}
relaxation-remote = { $gain ->
    [one] { $gain } more talent if on-site work is accepted
   *[other] { $gain } more talents if on-site work is accepted
}
relaxation-availability = { $gain ->
    [one] { $gain } more talent if the dates are more flexible
   *[other] { $gain } more talents if the dates are more flexible
}
relaxation-effort = { $gain ->
    [one] { $gain } more talent if the effort is reduced
   *[other] { $gain } more talents if the effort is reduced
}
relaxation-languages = { $gain ->
    [one] { $gain } more talent if no language is required
   *[other] { $gain } more talents if no language is required
}
relaxation-missions-place = { $gain ->
    [one] { $gain } more mission if you travel to other départements
   *[other] { $gain } more missions if you travel to other départements
}
relaxation-missions-remote = { $gain ->
    [one] { $gain } more mission if you work fully remotely
   *[other] { $gain } more missions if you work fully remotely
}
relaxation-missions-availability = { $gain ->
    [one] { $gain } more mission if your dates are more flexible
   *[other] { $gain } more missions if your dates are more flexible
}
relaxation-missions-effort = { $gain ->
    [one] { $gain } more mission if you have more minutes per week
   *[other] { $gain } more missions if you have more minutes per week
}
relaxation-missions-languages = { $gain ->
    [one] { $gain } more mission if no language is required
   *[other] { $gain } more missions if no language is required
}

## Branches of the public service

branch-state = State public service
branch-territorial = Territorial public service
branch-hospital = Hospital public service

## Roles

role-talent = Talent
role-line-manager = Line manager
role-employer = Employer
role-mission-owner = Mission owner
role-dnum = Ministry’s digital direction
role-operator = Scheme’s team
role-observer = Observer

## Acts that roles allow

act-manage-talent = Manage a registration
act-identify-talent = See who a talent is
act-search-talents = Search for talents
act-write-mission = Write and follow a mission
act-moderate-mission = Publish, send back or reject a mission
act-manage-structure = Create a structure and say whether it publishes by itself
act-update-structure = Update a structure
act-suspend-ranking = Suspend and resume the ranking
act-handle-applications = Answer applications
act-run-engagement = Run an engagement for the host
act-apply = Apply and answer an invitation
act-declare-time = Declare one’s time and deliver
act-consent-as-talent = Consent as the talent
act-consent-as-manager = Consent as the line manager
act-consent-as-employer = Consent for the employer
act-consent-as-host = Consent for the host
act-grant-envelope = Grant an envelope of minutes for the employer
act-recall-talent = Recall a talent
act-follow-talent = Follow a talent’s engagements
act-arbitrate-time = Arbitrate time
act-read-account = See an account of credits
act-manage-credits = Endow, adjust, reverse, close a month

## Kinds of objects

object-kind-structure = Structure
object-kind-person = Person
object-kind-role = Role
object-kind-token = Access token
object-kind-talent = Talent
object-kind-skill = Skill
object-kind-occupation = Reference occupation
object-kind-mission = Mission
object-kind-programme = Programme
object-kind-generation = Ranking statistics
object-kind-application = Application
object-kind-engagement = Engagement
object-kind-consent = Consent
object-kind-envelope = Employer’s envelope
object-kind-time-sheet = Time sheet
object-kind-service-offer = Service offer
object-kind-account = Account of credits
object-kind-transfer = Movement of credits
object-kind-ledger = Ledger of credits

## States of a registration

talent-state-draft = Draft
talent-state-active = Active
talent-state-paused = Paused
talent-state-withdrawn = Withdrawn
talent-state-erased = Erased

## Moves of a registration

talent-move-activate = Activate
talent-move-update = Update
talent-move-pause = Pause
talent-move-resume = Resume
talent-move-withdraw = Withdraw
talent-move-erase = Erase the data

## Administrative positions

talent-status-civil-servant = Civil servant
talent-status-contract = Under contract

## Why one registers

intent-apply = Apply to missions
intent-interest = Say that I am interested

## Parts of a profile

profile-part-headline = Headline
profile-part-biography = Biography
profile-part-languages = Spoken languages
profile-part-place = Places
profile-part-availability = Availability

## States of a mission

mission-state-draft = Draft
mission-state-submitted = Under review
mission-state-changes-requested = Changes requested
mission-state-rejected = Rejected
mission-state-published = Published
mission-state-suspended = Suspended
mission-state-expired = Expired
mission-state-completed = Completed
mission-state-cancelled = Cancelled

## Moves of a mission

mission-move-update = Update
mission-move-submit = Submit for review
mission-move-publish = Publish
mission-move-request-changes = Request changes
mission-move-reject = Reject
mission-move-revise = Publish a new version
mission-move-suspend = Suspend
mission-move-resume = Resume
mission-move-expire = Expire
mission-move-republish = Publish again
mission-move-open-applications = Open applications
mission-move-close-applications = Close applications
mission-move-complete = Mark as completed
mission-move-cancel = Cancel

## What publication needs

mission-field-context = Context
mission-field-deliverables = Deliverables
mission-field-requirements = Skills asked for
mission-field-application-deadline = Application deadline
mission-field-remote = Remote work
mission-field-department-code = Département
mission-field-rhythm = Rhythm
mission-field-start-from = First day on which the mission may start
mission-field-start-to = Last day on which the mission may start
mission-field-end-by = Last day of the mission
mission-field-effort-minutes = Working time for each person

## How pressing a mission is

urgency-normal = Normal
urgency-high = High
urgency-critical = Critical

## How much a skill matters

importance-essential = Essential
importance-asset = Asset

## Remote work

remote-none = On site
remote-partial = Partly remote
remote-full = Fully remote

## Kinds of skills

skill-kind-knowledge = Knowledge
skill-kind-tool = Tool or language
skill-kind-practice = Practice

## States of a skill

skill-state-proposed = Proposed
skill-state-active = Active
skill-state-merged = Merged into another
skill-state-retired = Retired

## Levels of mastery

level-1 = Beginner
level-2 = Confirmed
level-3 = Experienced
level-4 = Expert

## Phases of the scheme

phase-experiment = Experiment
phase-general = General use

## What credits are for

compensation-mode-measure = Measure of time
compensation-mode-compensation = Compensation

## Codes of errors

error-code-unauthenticated = Sign-in needed
error-code-forbidden = Not allowed
error-code-bad-user-input = Input to correct
error-code-cursor-expired = Ranking renewed
error-code-not-found = Not found
error-code-conflict = Changed in the meantime
error-code-idempotency-key-reused = Key already used
error-code-already-exists = Already exists
error-code-invalid-transition = Not possible in this state
error-code-same-structure = Same structure
error-code-same-person = Same person on two sides
error-code-seats-taken = No seat left
error-code-above-capacity = More than the time announced
error-code-incomplete = Incomplete
error-code-programme-limit = Limit of the scheme
error-code-insufficient-credits = Not enough credits
error-code-rate-limited = Too many requests
error-code-cost-exceeded = Request too costly
error-code-unavailable = Service unavailable
error-code-internal = Fault on our side

## What happened

event-kind-structure-created = Structure created
event-kind-structure-updated = Structure updated
event-kind-structure-trusted = Direct publication granted
event-kind-structure-distrusted = Direct publication withdrawn
event-kind-person-recorded = Person added
event-kind-person-updated = Person updated
event-kind-role-granted = Role granted
event-kind-role-revoked = Role revoked
event-kind-token-created = Access token created
event-kind-token-revoked = Access token revoked
event-kind-skill-recorded = Skill recorded
event-kind-occupation-recorded = Reference occupation recorded
event-kind-talent-registered = Registration received
event-kind-talent-activated = Registration activated
event-kind-talent-updated = Profile updated
event-kind-talent-paused = Registration paused
event-kind-talent-resumed = Registration resumed
event-kind-talent-withdrawn = Registration withdrawn
event-kind-talent-erased = Data erased
event-kind-talent-reminded = Reminder about the registration
event-kind-mission-created = Mission created
event-kind-mission-updated = Mission updated
event-kind-mission-submitted = Mission submitted for review
event-kind-mission-published = Mission published
event-kind-mission-changes-requested = Changes requested
event-kind-mission-rejected = Mission rejected
event-kind-mission-revised = New version published
event-kind-mission-suspended = Mission suspended
event-kind-mission-resumed = Mission resumed
event-kind-mission-expired = Mission expired
event-kind-mission-republished = Mission published again
event-kind-mission-applications-opened = Applications opened
event-kind-mission-applications-closed = Applications closed
event-kind-mission-completed = Mission completed
event-kind-mission-cancelled = Mission cancelled
event-kind-mission-reminded = Reminder about the mission
event-kind-programme-changed = Programme settings changed
event-kind-ranking-suspended = Ranking suspended
event-kind-ranking-resumed = Ranking resumed
event-kind-generation-cut = Ranking statistics renewed
event-kind-application-submitted = Application submitted
event-kind-application-invited = Talent invited
event-kind-application-accepted = Invitation accepted
event-kind-application-invitation-declined = Invitation declined
event-kind-application-shortlisted = Application shortlisted
event-kind-application-selected = Application selected
event-kind-application-returned = Application shortlisted again
event-kind-application-declined = Application declined
event-kind-application-withdrawn = Application withdrawn
event-kind-application-lapsed = Application lapsed
event-kind-application-erased = Texts of the application erased
event-kind-application-reminded = Reminder about the application
event-kind-engagement-opened = Engagement opened
event-kind-engagement-consents-changed = Answer of a party recorded
event-kind-engagement-ready = Engagement ready to start
event-kind-engagement-rescheduled = Engagement rescheduled
event-kind-engagement-revised = Engagement moved to the new version
event-kind-engagement-employer-changed = Talent’s employer changed
event-kind-engagement-manager-changed = Talent’s line manager changed
event-kind-engagement-started = Engagement started
event-kind-engagement-suspended = Engagement suspended
event-kind-engagement-resumed = Engagement resumed
event-kind-engagement-delivered = Work delivered
event-kind-engagement-interrupted = Engagement interrupted
event-kind-engagement-closed = Engagement closed
event-kind-engagement-cancelled = Engagement cancelled
event-kind-engagement-reminded = Reminder about the engagement
event-kind-consent-requested = Consent requested
event-kind-consent-renewed = Consent requested on other terms
event-kind-consent-redirected = Consent requested from somebody else
event-kind-consent-granted = Consent granted
event-kind-consent-refused = Consent refused
event-kind-consent-expired = Consent unanswered at its deadline
event-kind-consent-revoked = Consent revoked
event-kind-consent-superseded = Consent superseded by other terms
event-kind-consent-reminded = Reminder about the consent
event-kind-envelope-granted = Envelope granted
event-kind-envelope-withdrawn = Envelope withdrawn
event-kind-time-sheet-drafted = Time sheet drafted
event-kind-time-sheet-declared = Time declared
event-kind-time-sheet-validated = Time validated
event-kind-time-sheet-disputed = Time disputed
event-kind-time-sheet-amended = Time declared anew
event-kind-time-sheet-upheld = Time upheld by arbitration
event-kind-time-sheet-voided = Time voided by arbitration
event-kind-time-sheet-reversed = Validated time reversed
event-kind-time-sheet-reminded = Reminder about the declared time
event-kind-service-offer-made = Service offer made
event-kind-service-offer-updated = Service offer updated
event-kind-service-offer-used = Mission made of a service offer
event-kind-service-offer-withdrawn = Service offer withdrawn
event-kind-service-offer-erased = Texts of the offer erased
event-kind-account-floor-changed = Account floor changed
event-kind-credits-reserved = Credits reserved
event-kind-credits-captured = Time counted
event-kind-credits-released = Credits released
event-kind-credits-endowed = Endowment given
event-kind-adjustment-proposed = Adjustment proposed
event-kind-adjustment-posted = Adjustment posted
event-kind-adjustment-rejected = Adjustment given up
event-kind-credits-reversed = Movement reversed
event-kind-month-closed = Month closed

## The ledger

transfer-kind-reservation = Reservation
transfer-kind-capture = Validated time
transfer-kind-overrun = Validated overrun
transfer-kind-release = Release
transfer-kind-endowment = Endowment
transfer-kind-adjustment = Adjustment
transfer-kind-reversal = Reversal
adjustment-reason-opening-balance = Balance from before
adjustment-reason-mistake = Recording mistake
adjustment-reason-agreement = Agreement between structures
adjustment-reason-other = Another reason
chain-fault-altered = The event is not what it was
chain-fault-missing = What the event follows is not there: taken out, or written anew
chain-fault-inserted = The event is not of the chain: inserted
chain-fault-reordered = The event stands before the one that it follows
chain-fault-cut = The chain is shorter than in the anchor
chain-fault-rewritten = The chain is not the anchor’s any more: rewritten
ledger-fault-line-differs = An entry does not say what its movement says
ledger-fault-line-missing = A movement has not left its entry
ledger-fault-line-unfounded = An entry comes of no movement, or is there twice
ledger-fault-same-account = A movement goes from an account to the same account
ledger-fault-sum-not-zero = The balances of all accounts don’t sum to 0
ledger-fault-journal-gap = A number is missing in the journal
ledger-fault-balance-after = The balance after an entry is not the sum of the entries
ledger-fault-day-goes-back = An entry is dated before the one before it
ledger-fault-account-balance = The account’s balance is not the sum of its entries, or some are missing at the end
ledger-fault-closing-differs = A closed month no longer comes to what it came to at its closing
ledger-fault-owner-differs = The account is not whose it says
ledger-fault-account-missing = An account that is named does not exist
ledger-fault-reservation-differs = The reservation is not what its movements come to
ledger-fault-captured-twice = A time sheet was counted more than once
ledger-fault-capture-unfounded = Time was counted without a time sheet or an engagement
ledger-fault-settled-twice = A movement was settled or reversed more than once
ledger-fault-settles-wrongly = A movement settles or reverses one that it can’t settle or reverse
ledger-fault-left-after-release = Credits are still reserved for an engagement that has none any more
ledger-fault-left-after-end = Credits are still reserved for an engagement that is closed or cancelled
ledger-fault-not-reserved = An engagement that is ready or at work has no reservation of its own
ledger-fault-reserved-too-soon = Credits are reserved for an engagement that waits for consents
ledger-fault-sheet-differs = The time counted for a sheet is not what it says
ledger-fault-reference-lost = A movement is about an engagement or a time sheet that is not there any more
ledger-fault-reserved-after = What is reserved after an entry is not the sum of the entries, or is negative
ledger-fault-account-reserved = What the account has reserved is not the sum of what is pending
ledger-fault-floor-passed = An entry passes the floor that it had to respect

## Why a talent is kept out of a ranking

exclusion-place = The place does not suit
exclusion-remote = The remote work does not suit
exclusion-availability = The dates do not suit
exclusion-effort = The time available is not enough
exclusion-languages = A required language is missing
exclusion-same-structure = Same structure as the mission

## How a skill found answers the one asked for

relation-exact = The skill asked for
relation-narrower = A narrower skill
relation-broader = A broader skill
relation-sibling = A neighbouring skill
relation-related = A related skill

## What a score is made of

signal-coverage = Skills asked for
signal-words = Words of the texts
signal-characters = Similar spelling
signal-headline = Headline
signal-resemblance = Similar occupations
signal-recency = Recent practice
signal-availability = Availability
signal-place = Place

## What a ranking was asked for

ranking-question-mission = Talents for a mission
ranking-question-preview = Talents for a mission being written
ranking-question-talent = Missions for a talent

## Facets

facet-skill = Skill
facet-ministry = Ministry
facet-department = Département
facet-remote = Remote work
facet-urgency = Urgency
facet-state = State
facet-structure = Structure
facet-takes-applications = Applications

## Whether a mission takes applications

takes-applications-true = Takes applications
takes-applications-false = Takes no applications

## States of an application

application-state-invited = Invited
application-state-submitted = Submitted
application-state-shortlisted = Shortlisted
application-state-selected = Selected
application-state-declined = Declined
application-state-withdrawn = Withdrawn
application-state-lapsed = Lapsed

## Moves of an application

application-move-accept = Accept the invitation
application-move-decline-invitation = Decline the invitation
application-move-shortlist = Shortlist
application-move-select = Select
application-move-decline = Decline
application-move-withdraw = Withdraw
application-move-lapse = Let lapse
application-move-return = Return to the shortlist

## Why applications lapse

lapse-cause-mission-cancelled = Mission cancelled
lapse-cause-mission-expired = Mission expired
lapse-cause-mission-completed = Mission completed
lapse-cause-seats-started = Every seat has started

## Where an application comes from

origin-application = Application
origin-invitation = Invitation
origin-registration = Wish at registration

## States of an engagement

engagement-state-awaiting-consents = Awaiting consents
engagement-state-ready = Ready
engagement-state-in-progress = In progress
engagement-state-suspended = Suspended
engagement-state-delivered = Delivered
engagement-state-interrupted = Interrupted
engagement-state-closed = Closed
engagement-state-cancelled = Cancelled

## Moves of an engagement

engagement-move-grant = Consent
engagement-move-refuse = Refuse consent
engagement-move-expire = Let the deadline pass
engagement-move-revoke = Revoke consent
engagement-move-ask-again = Ask for a consent again
engagement-move-agree = Agree
engagement-move-reschedule = Reschedule
engagement-move-revise = Follow the new version
engagement-move-change-employer = Change employer
engagement-move-change-manager = Change line manager
engagement-move-start = Start
engagement-move-suspend = Suspend
engagement-move-resume = Resume
engagement-move-deliver = Deliver
engagement-move-interrupt = Interrupt
engagement-move-close = Close
engagement-move-cancel = Cancel

## What ended an engagement

end-cause-talent = The talent
end-cause-host = The host
end-cause-employer = Recall by the employer
end-cause-consent-refused = Consent refused
end-cause-mission-cancelled = Mission cancelled
end-cause-talent-left = The talent left
end-cause-same-structure = Same structure

## Parties that consent

consent-kind-talent = The talent
consent-kind-line-manager = The line manager
consent-kind-employer = The employer
consent-kind-host = The host

## States of a consent

consent-state-requested = Requested
consent-state-granted = Granted
consent-state-refused = Refused
consent-state-expired = Expired
consent-state-revoked = Revoked
consent-state-superseded = Superseded

## Moves of a consent

consent-move-grant = Grant
consent-move-refuse = Refuse
consent-move-expire = Let the deadline pass
consent-move-revoke = Revoke
consent-move-supersede = Supersede
consent-move-ask-again = Ask again
consent-move-renew = Ask on other terms
consent-move-redirect = Ask somebody else

## Why a party refuses

refusal-reason-service-needs = Service needs
refusal-reason-skills = Skills
refusal-reason-dates = Dates
refusal-reason-workload = Workload
refusal-reason-security = Security
refusal-reason-conflict-of-interest = Conflict of interest
refusal-reason-other = Another reason

## States of a time sheet

time-sheet-state-draft = Draft
time-sheet-state-declared = Declared
time-sheet-state-validated = Validated
time-sheet-state-disputed = Disputed
time-sheet-state-void = Void
time-sheet-state-reversed = Reversed

## Moves of a time sheet

time-sheet-move-declare = Declare
time-sheet-move-validate = Validate
time-sheet-move-dispute = Dispute
time-sheet-move-amend = Amend
time-sheet-move-uphold = Uphold
time-sheet-move-void = Void
time-sheet-move-reverse = Reverse

## States of a service offer

service-offer-state-open = Open
service-offer-state-withdrawn = Withdrawn
service-offer-state-erased = Erased

## Moves of a service offer

service-offer-move-update = Update
service-offer-move-use = Make a mission of it
service-offer-move-withdraw = Withdraw
service-offer-move-erase = Erase

## What waits for someone

history-actor-viewer = You
history-actor-person = Somebody else
history-actor-job = A deadline
history-actor-command-line = The technical team
history-detail-state = State
history-detail-intent = Intent
history-detail-origin = Origin
history-detail-cause = Cause
history-detail-kind = Consent of
history-detail-reason = Reason
history-detail-role = Role
history-detail-minutes = Minutes
history-detail-published-version = Published version
history-detail-mission-version = Version of the mission
history-detail-first = First day
history-detail-last = Last day
history-detail-todo = To do
history-detail-for = For
history-detail-number = Reminder no.

todo-kind-mission-to-moderate = Mission to review
todo-kind-mission-to-amend = Mission to amend
todo-kind-registration-to-complete = Registration to complete
todo-kind-consent-to-give = Consent to give
todo-kind-consent-to-ask-again = Consent to ask for again
todo-kind-application-to-answer = Application to answer
todo-kind-invitation-to-answer = Invitation to answer
todo-kind-engagement-to-start = Engagement to start
todo-kind-engagement-to-deliver = Work to deliver
todo-kind-engagement-to-close = Engagement to close
todo-kind-time-sheet-to-validate = Time to validate
todo-kind-time-sheet-to-amend = Time to declare anew
todo-kind-time-sheet-to-arbitrate = Time to arbitrate

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
department-973 = French Guiana
department-974 = Réunion
department-975 = Saint Pierre and Miquelon
department-976 = Mayotte
department-977 = Saint-Barthélemy
department-978 = Saint-Martin
department-984 = French Southern and Antarctic Lands
department-986 = Wallis and Futuna
department-987 = French Polynesia
department-988 = New Caledonia

# The command line
cli-migrated = { $count ->
    [0] The database is up to date: nothing to do.
    [one] The database is up to date: one migration was made.
   *[other] The database is up to date: { $count } migrations were made.
}
cli-migrate-first = The database is not up to date: run “talents migrate” first, or serve with “--migrer”.
cli-index-locked = Another program writes to this index folder, probably a server: stop it, or give another folder with “--index”.
cli-index-agrees = The index says what the database says: { $talents } talents, { $missions } missions.
cli-index-differs = The index differs from the database in { $count } points: run “talents index rebuild”.
cli-unknown-format = The file’s extension does not tell its format: add “--format csv” or “--format jsonl”.
cli-serving = Listening on { $url }. Ctrl-C to stop.
cli-demo = The demo is ready: open { $url } in a browser. Ctrl-C to stop.
cli-token-created = Token { $id } was made. It will not be shown again: keep it safe.
cli-role-revoked = The role { $id } is revoked: yesterday was its last day.
cli-ranking-suspended = The ranking is suspended: lists keep their filters, in a neutral order. “talents ranking resume” resumes it.
cli-ranking-resumed = The ranking is resumed.
cli-ranking-log-unwritten = The rankings served last could not be written to the database: their trace is lost. See the server’s log, and whether the database answers.
cli-ranking-id = Ranking
cli-ranking-at = Served at
cli-ranking-person = To the person
cli-ranking-question = Question
cli-ranking-object-version = Version of the object
cli-ranking-published-version = Published version
cli-ranking-requirement = Skill, importance, level, weight
cli-ranking-modalities = Modalities
cli-ranking-day = Day of the ranking
cli-ranking-version = Version of the ranking
cli-ranking-rules = Version of the rules
cli-ranking-vocabulary = Version of the vocabulary
cli-ranking-generation = Generation of the statistics
cli-ranking-position = Position of the index
cli-ranking-total = Items in all
cli-ranking-cursor = After the cursor
cli-ranking-place = Place
cli-ranking-item = Item
cli-ranking-score = Score (millionths)
cli-ranking-causes = What has changed since:
cli-ranking-no-cause = Nothing that is known has changed since: look for a fault, or for a database that was restored.
cli-replay-identical = { $count ->
    [0] Identical: the page was empty, and still is.
    [one] Identical: the same item, with the same score and the same contributions.
   *[other] Identical: the same { $count } items, in the same order, with the same scores and the same contributions.
}
cli-replay-differs = { $count ->
    [one] One difference:
   *[other] { $count } differences:
}
cli-replay-gone = { $item } was at place { $place }, and is no longer in the page.
cli-replay-new = { $item } is at place { $place }, and was not in the page.
cli-replay-moved = { $item } was at place { $then }, and is at place { $now }.
cli-replay-score = { $item } had the score { $then }, and has the score { $now }.
cli-replay-contribution = { $item }: the signal “{ $signal }” brought { $then }, and brings { $now }.
cli-replay-position = The index had reached the event { $then }; it is at the event { $now }.
cli-replay-rules = The rules of ranking: version { $then }, now { $now }.
cli-replay-vocabulary = The vocabulary: version { $then }, now { $now }.
cli-replay-statistics = The statistics of generation { $generation } can’t be read any more; those of today were used.
cli-replay-changed = { $object }: { $events }.
cli-report-structure = Structure
cli-report-impressions = Impressions
cli-report-shown = Talents shown
cli-report-discoverable = Talents to be found
cli-report-share-impressions = Share of impressions
cli-report-share-discoverable = Share of those to be found
cli-report-others = Structures of fewer than 5 talents, together
cli-report-talents = Talents to be found, or shown
cli-report-never-shown = Talents never shown
cli-report-top-hundredth = Share of impressions of the hundredth shown most
cli-report-top-tenth = Share of impressions of the tenth shown most
cli-report-gini = Gini’s coefficient
cli-report-under-five = fewer than 5
cli-report-masked = masked
cli-ledger-sound = The ledger of credits is right: the rules C1 to C8 hold.
cli-ledger-closed = The month { $month } is closed.
cli-ledger-place-ledger = in the whole ledger
cli-ledger-place-account = account { $account }
cli-ledger-place-line = account { $account }, entry { $line }
cli-ledger-place-month = account { $account }, month { $month }
cli-ledger-place-transfer = movement { $id }
cli-ledger-place-engagement = engagement { $id }
cli-ledger-place-time-sheet = time sheet { $id }
cli-audit-sound = The trail is intact: { $events ->
    [one] one event
   *[other] { $events } events
} of { $chains ->
    [one] one object
   *[other] { $chains } objects
}.
cli-audit-anchored = Nothing is missing of what was anchored at { $at }.
cli-audit-place = { $object } { $id }, event { $place } ({ $event })
cli-audit-cut = { $object } { $id }, whose last anchored event was { $event }; { $left } are left
cli-audit-no-key = The key is needed: --key FILE, or TALENTS_AUDIT_KEY.
cli-audit-unreadable = The file can’t be read: { $file } ({ $detail }).
cli-audit-bad-private-key = This file is not a private Ed25519 key in PEM: { $file }. “openssl genpkey -algorithm ed25519” makes one.
cli-audit-bad-key = This file is not an Ed25519 key in PEM: { $file }.
cli-audit-bad-anchor = This file is not an anchor: { $file }.
cli-audit-forged = The signature of the anchor is not of this key, or the anchor was altered: { $file }.
export-sheet = Statement of credits
export-day = Day
export-kind = Kind
export-counterparty = Counterparty
export-minutes = Minutes
export-days = Days
export-balance = Balance after, in minutes
export-engagement = Engagement
export-transfer = Movement
export-opening = Opening balance
export-reserved = Reserved at the end
export-closing = Closing balance
export-scheme-endowment = Endowments of the scheme
export-scheme-adjustment = Adjustments of the scheme
export-mission-sheet = File of a mission
export-section = Section
export-who = Talent
export-structure = Structure
export-state = State
export-first = First day
export-last = Last day
export-detail = Detail
export-section-mission = Mission
export-section-version = Published version
export-section-application = Application
export-section-engagement = Engagement
export-section-consent = Consent
export-section-time-sheet = Time sheet
cli-recommended = The recommendations are in { $folder }.
cli-recommend-interrupted = Interrupted: run the same command again to go on in { $folder }.
cli-database-url = The address of the database is none that the program knows. Give it as sqlite://FILE?mode=rwc or postgres://USER@HOST/DATABASE.
cli-no-database = The database can’t be opened. Check its address, and that it runs. Detail: { $detail }
cli-fault = Something broke, and the command stopped. Detail: { $detail }
cli-argument-missing = { $argument } is missing.
cli-argument-unknown = “{ $argument }” has no place here.
cli-command-unknown = There is no command “{ $command }”.
cli-value-missing = “{ $argument }” wants a value.
cli-value-wrong = “{ $value }” will not do for “{ $argument }”.
cli-arguments-wrong = These arguments do not go together.
cli-allowed = Possible values: { $allowed }.
cli-suggested = Perhaps you meant “{ $suggested }”.
cli-see-help = Add “--help” to see what is possible.
