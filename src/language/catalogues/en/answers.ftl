## Private answers.

help = *What you can type*
    `{ $command }` opens the form; in an incident's channel it shows the panel
    `{ $command } declare sev1 Checkout is down` declares without a form; `service:checkout` before the title names the service
    `{ $command } drill sev1 Checkout is down` rehearses one: everything is marked [DRILL]
    `{ $command } private sev1 A laptop was stolen` declares one that only the people in its channel can see
    `{ $command } list` shows what is open
    { "*" }In an incident's channel*
    `{ $command } update` tells the stakeholders; `{ $command } edit` corrects what the last update said, everywhere
    `{ $command } sev sev1 because …` changes the severity
    `{ $command } stage mitigating` moves the stage: detected, triage, escalated, mitigating, monitoring
    `{ $command } service checkout` says which service it is about; without a name, a form
    `{ $command } role commander @someone` gives a role: commander, triage, communications, responder; without a name you take it
    `{ $command } leave commander` gives up a role of yours
    `{ $command } note …` writes something on the timeline
    `{ $command } decided … because …` and `{ $command } tried rollback failed …` write it down and tell the channel
    `{ $command } changed at 10:50 …` writes down a deployment or another change, with a link to it
    `{ $command } time occurred 14:05` sets a key time; `{ $command } correct 12 …` and `{ $command } strike 12` set an entry of the timeline right
    `{ $command } snooze 20m` puts the reminder off, `{ $command } nothing-new` answers it
    `{ $command } resolve` says that it is over for everyone affected
    `{ $command } close` ends it, `{ $command } reopen because …` opens it again
    `{ $command } make-private` makes it private: from then on, only people in its channel can see it
    `{ $command } cancel because …` cancels what was not an incident, `{ $command } cancel duplicate of INC-42` what another one covers; `{ $command } merge INC-42` also takes the timeline there
    `{ $command } timeline` shows what was recorded, `{ $command } export` posts the postmortem in the channel
    Elsewhere, name the incident: `{ $command } note INC-42 …`

answer-declared = { $number } is declared: { $severity }, { $title }.
answer-channel-coming = Its channel is being made; you will be invited.
answer-noted = Noted on the timeline of { $number }.
answer-decided = The decision is on the timeline of { $number }, and its channel was told.
answer-tried = The attempt is on the timeline of { $number }, and its channel was told: { $way } ({ $outcome }).
answer-corrected = { $entry } of { $number } is corrected. What it said before stays readable.
answer-corrected-time = Its time is now { $at } (time zone { $zone }).
answer-struck = { $entry } of { $number } is struck. It stays readable.
answer-time = { $moment }, { $number }: { $at } (time zone { $zone }).
answer-time-was = It said { $was } before; the timeline keeps that.
answer-time-yesterday = I took that as yesterday, because that time has not come yet today. For another day, put the date before the time.
answer-done = Done on { $number }.
answer-severity = { $number } is now { $severity }.
answer-stage = { $number } is now in { $stage }.
answer-role = { $person } is now { $role } on { $number }.
answer-role-left = You are no longer { $role } on { $number }.
answer-nothing-new = Told everyone that there is nothing new on { $number }.
answer-snoozed = The reminder on { $number } is snoozed until { $until }.
answer-snoozed-early = The next update on { $number } is not due before { $due } anyway, so quiet until { $until } changes nothing: the reminder comes when it is due.
answer-closed = { $number } is closed.
answer-reopened = { $number } is open again.
answer-export = The postmortem of { $number } is on its way to the incident's channel.

list-heading = { $count ->
    [one] 1 open incident
   *[other] { $count } open incidents
 }
list-empty = No incident is open. `{ $command } declare` rings the bell.
list-unreadable = :warning: { $numbers } cannot be read by this version of Firebell. Whoever runs it finds out more with `firebell check`.
list-more = …and { $count } more.
list-details = { $stage } · owner { $owner } · since { $since }

timeline-heading = Timeline of { $number }
timeline-range = { $first }–{ $last } of { $count }
timeline-earlier = Earlier
timeline-later = Later
timeline-hint = To set something right: `{ $command } correct 12 …`, `{ $command } strike 12`, with the number that stands before the entry.
timeline-corrected = corrected by { $by }
timeline-corrected-time = corrected by { $by }; it said { $was }
timeline-struck = struck by { $by }

said-declared = declared { $severity }: { $title }
said-announced = posted the announcement
said-channel-opened = made the channel #{ $name }
said-severity = severity { $from } → { $to }
said-stage = stage { $from } → { $to }
said-role = { $role }: { $person }
said-role-left = { $role }: { $person } left
said-update = posted an update: { $text }
said-nothing-new = nothing new; next update { $next }
said-nothing-new-at-the-end = nothing new
said-escalated = called { $whom }, since the update is overdue
said-reminded = reminded that an update is due
said-asked-to-command-channel = asked the channel for a commander
said-asked-to-command-groups = asked the escalation group for a commander
said-snoozed = snoozed the reminder until { $until }
said-decided = decided: { $what }
said-decided-because = decided: { $what }, because { $because }
said-tried = tried a fix: { $way } ({ $outcome })
said-corrected = corrected { $entry }: { $text }
said-corrected-time = corrected the time of { $entry }
said-struck = struck { $entry }
said-time-set = key time: { $moment }
said-time-set-again = key time: { $moment } (before: { $was })
said-link = message
said-kept-by = added by { $by }
said-let-go = took a message off the timeline
said-resolved = resolved ({ $recovery })
said-closed = closed
said-reopened = reopened
said-gave-up = could not { $errand } ({ $why })

span-seconds = { $count } s
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count } d

## Why not.

refused-guest = Guests can read along, but only members can act on an incident. Please ask a member in this channel to do it.
refused-severity-already = { $number } is already { $severity }. To make it another: `{ $command } sev { $number } …`, with one of { $known }.
refused-no-such-severity = There is no severity "{ $asked }". Choose one of: { $known }.
refused-stage-already = { $number } is already in { $stage }. To move it on, use the stage menu on the panel, or `{ $command } stage { $number } …`.
refused-stage-resolve = To get { $number } there, resolve it: type `{ $command } resolve { $number }`, or press Resolve… on the panel.
refused-stage-close = To get { $number } there, close it once it is resolved: `{ $command } close { $number }`.
refused-role-already = { $person } is already { $role }. To give it to somebody else: `{ $command } role { $typed } @someone`.
refused-responder-already = { $person } is already { $role }. For another area: `{ $command } role { $typed } …`.
refused-role-not-held = You are not { $role } on { $number }, so there is nothing to leave. `{ $command }` in its channel shows who is.
refused-role-taken = { $person } has become { $role } since this button was shown. To take over: `{ $command } role { $number } { $typed }`.
refused-reminder-answered = Somebody has answered this reminder of { $number } already. If there is more to say: `{ $command } update { $number }`.
refused-export-under-way = The postmortem of { $number } is on its way to its channel already. If it is not there in a minute, try again: `{ $command } export { $number }`.
refused-closed = { $number } is closed. `{ $command } reopen { $number }` opens it again.
refused-resolved-already = { $number } is already resolved. `{ $command } close { $number }` ends it.
refused-resolve-first = { $number } is still in { $stage }. Resolve it first with `{ $command } resolve { $number }`, then close it.
refused-not-closed = { $number } is still open, in { $stage }. To move it, use the stage menu on the panel.
refused-no-such-entry = The timeline of { $number } has no { $asked }; its last entry is { $last }. `{ $command } timeline { $number }` shows the numbers.
refused-not-worded = { $entry } says what Firebell did or saw, so its words stay. Of a change of the stage or of the status page, the time can be corrected: `{ $command } correct 12 at 14:05`. If something else misleads, add a note: `{ $command } note …`, or set a key time right: `{ $command } time …`.
refused-is-update = { $entry } is an update. To set it right in every copy, press *Edit…* below it in the channel; `{ $command } edit` opens the last one.
refused-struck-already = { $entry } is struck already. If it should count after all, write it down again: `{ $command } note …`.
refused-kept-already = This message is on the timeline of { $number } already. `{ $command } timeline { $number }` shows its number, and `{ $command } correct` changes what it says.
refused-moment-to-come = { $number } is not that far yet ({ $moment }), so there is no time to set. Once it is, the time is recorded by itself, and `{ $command } time …` sets it right.
refused-no-update-owed = { $number } is resolved: no update is owed, and no reminder will come. To say something all the same: `{ $command } update { $number }`.
refused-typed = You typed:
declare-words = Declare an incident with these words
refused-wrong-channel = Type this in an incident's channel, or name the incident: `{ $command } note INC-42 …`. Open now: { $places }
refused-no-open-incident = This is about an incident, and none is open. `{ $command } declare` rings the bell. For a closed one, name it: `{ $command } timeline INC-42`.
refused-no-such-incident = There is no { $number } in this workspace. `{ $command } list` shows what is open.
refused-person-unknown = I don't know who { $typed } is. Choose somebody from the list that Slack shows when you type @.
refused-person-deactivated = { $person } can't take a role: the account is not a member of this workspace. Please choose somebody else.
refused-person-guest = { $person } can't be { $role }: guests and people of other organisations only read along, and could press nothing. Please choose a member of this workspace.
refused-postmortem-deactivated = { $person } can't own the postmortem: the account is not a member of this workspace. Please name somebody else: `{ $command } close { $number } @someone`.
refused-postmortem-guest = { $person } can't own the postmortem: guests and people of other organisations only read along. Please name a member of this workspace: `{ $command } close { $number } @someone`.
refused-other-workspace = This Firebell belongs to another workspace. Please ask whoever installed it here.
refused-no-incident-to-add-to = No incident is open that this could be added to. `{ $command } declare` opens one.
refused-own-message = This message is from Firebell itself: what it says is on the timeline already. `{ $command } note …` adds something of your own.
refused-old-button = This button is out of date. Type `{ $command }` in the incident's channel to see the panel as it is now.
refused-trouble = Something went wrong on my side and nothing was saved. Please try again; if it keeps failing, tell whoever runs Firebell. (Reference { $reference })
refused-in-doubt = The database fell silent while this was being saved, so I can't tell whether it was. Please look first, for example with `{ $command } list`; if it isn't there, try again. (Reference { $reference })
answer-late = This takes longer than usual. I'm still at it, and the answer follows here. If none comes within a minute, look first, for example with `{ $command } list`, before you type it again.
flaw-late = This takes longer than usual, and I'm still at it. What you typed is kept here. Wait a few seconds and send it again as it is: what was saved meanwhile is not saved twice.
refused-form = Slack did not let me open the form. Please try again.

flaw-empty = Please write something here.
flaw-too-long = { $length } characters are too many; { $longest } fit.
flaw-past = This time has passed. Please choose a later one.
flaw-too-far = More than 30 days ahead is too far for a promise. Please choose an earlier time.
flaw-ahead = This time is still to come. Please give one that has passed.
flaw-long-ago = This is more than a year before the incident was declared. Please check the date.
flaw-unknown = Please choose one from the list.

mistake-unknown = I don't know "{ $word }". `{ $command } help` shows what you can type.
mistake-near = I don't know "{ $word }". Did you mean `{ $command } { $near }`?
mistake-declare = Which severity? For example `{ $command } declare sev1 Payments fail`. Choose one of: { $known }.
mistake-sev = Which severity? For example `{ $command } sev sev1 because payments fail`. Choose one of: { $known }.
mistake-stage = Which stage? For example `{ $command } stage mitigating`. Choose one of: detected, triage, escalated, mitigating, monitoring.
mistake-role = Which role, and who? For example `{ $command } role commander @someone`. Choose one of: { $known }.
mistake-leave = Which role do you leave? For example `{ $command } leave commander`. Choose one of: { $known }.
mistake-note = What should I write down? For example `{ $command } note The rollback has started`.
mistake-decided = What was decided? For example `{ $command } decided roll back the release because a fix takes too long`
mistake-tried = What was tried? For example `{ $command } tried rollback failed: still 30 % errors`. Choose one of: { $known }; then say worked or failed, if you know.
mistake-correct = Which entry, and what should it say? For example `{ $command } correct 12 The rollback began`, or `{ $command } correct 12 at 14:05`. `{ $command } timeline` shows the numbers.
mistake-strike = Which entry? For example `{ $command } strike 12 because it was another incident`. `{ $command } timeline` shows the numbers.
mistake-time = Which key time, and when? For example `{ $command } time occurred 14:05`, with `yesterday` or a date such as `2026-11-22` before the time if it was not today. It is the time of your organisation's clocks; for another zone, put that behind it: `14:05 Europe/Berlin`. Choose one of: { $known }.
mistake-snooze = For how long? For example `{ $command } snooze 20m`.

## Documents.

export-title = Postmortem of { $number }
export-comment = The postmortem of { $number } as it stands now. Please complete the places marked "To fill in".
