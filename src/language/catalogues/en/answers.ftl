## Private answers.

help = *What you can type*
    `{ $command }` opens the form; in an incident's channel it shows the panel
    `{ $command } declare sev1 Checkout is down` declares without a form
    `{ $command } list` shows what is open
    { "*" }In an incident's channel*
    `{ $command } update` tells the stakeholders
    `{ $command } sev sev1 because …` changes the severity
    `{ $command } stage mitigating` moves the stage: detected, triage, escalated, mitigating, monitoring
    `{ $command } role commander @someone` gives a role (commander, triage, communications, responder); without a name you take it
    `{ $command } note …` writes something down
    `{ $command } snooze 20m` quiets the reminder, `{ $command } nothing-new` answers it
    `{ $command } resolve`, `{ $command } close`, `{ $command } reopen because …`
    `{ $command } timeline`, `{ $command } export`
    Elsewhere, name the incident: `{ $command } note INC-42 …`

answer-declared = { $number } is declared: { $severity }, { $title }.
answer-channel-coming = Its channel is being made; you will be invited.
answer-noted = Noted on the timeline of { $number }.
answer-severity = The severity of { $number } is changed.
answer-stage = The stage of { $number } is changed.
answer-role = The role in { $number } is given.
answer-nothing-new = Said that nothing is new on { $number }.
answer-snoozed = The reminder of { $number } is snoozed until { $until }.
answer-closed = { $number } is closed.
answer-reopened = { $number } is open again.
answer-export = The postmortem of { $number } is on its way into its channel.

list-heading = { $count ->
    [one] 1 open incident
   *[other] { $count } open incidents
 }
list-empty = No incident is open. `{ $command } declare` rings the bell.
list-more = …and { $count } more.
list-details = { $stage } · owner { $owner } · since { $since }

timeline-heading = Timeline of { $number }
timeline-earlier = { $count ->
    [one] 1 earlier entry is in the export.
   *[other] { $count } earlier entries are in the export.
 }

said-declared = declared { $severity }: { $title }
said-announced = the announcement is up
said-channel-opened = the channel #{ $name } is made
said-severity = severity { $from } → { $to }
said-stage = stage { $from } → { $to }
said-role = { $role }: { $person }
said-update = update: { $text }
said-nothing-new = nothing new; next update { $next }
said-reminded = reminded that an update is due
said-snoozed = snoozed the reminder until { $until }
said-resolved = resolved ({ $recovery })
said-closed = closed
said-reopened = reopened
said-gave-up = could not { $errand } ({ $why })

span-seconds = { $count } s
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count } d

## Why not.

refused-guest = Guests can read along, but members steer incidents. Please ask a member in this channel to do it.
refused-severity-already = { $number } is { $severity } already.
refused-no-such-severity = There is no severity "{ $asked }". There are { $known }.
refused-stage-already = { $number } is in { $stage } already.
refused-stage-resolve = { $number } gets there by being resolved: `{ $command } resolve`, or Resolve… on the panel.
refused-stage-close = { $number } gets there by being closed: `{ $command } close` once it is resolved.
refused-role-already = { $person } is { $role } already.
refused-role-taken = { $person } became { $role } a moment before you. Press again if you want to take over.
refused-closed = { $number } is closed. `{ $command } reopen` opens it again.
refused-resolved-already = { $number } is resolved already. `{ $command } close` ends it.
refused-resolve-first = { $number } is in { $stage }. Resolve it first with `{ $command } resolve`, then close it.
refused-not-closed = { $number } is not closed, it is in { $stage }. Move it with the stage menu instead.
refused-no-update-owed = No update is owed on { $number }, so there is nothing to snooze.
refused-snooze = A snooze lasts from 1 minute to { $longest }, for example `20m`.
refused-typed = You typed:
refused-wrong-channel = This belongs into an incident's channel, or name the incident: `{ $command } note INC-42 …`. Open: { $places }
refused-no-open-incident = This belongs into an incident's channel, and no incident is open. `{ $command } declare` rings the bell.
refused-no-such-incident = There is no { $number } in this workspace.
refused-person-unknown = I don't know who { $typed } is. Choose somebody from the list that Slack offers when you type @.
refused-person-deactivated = { $person } can't take a role: the account is not a member of this workspace.
refused-other-workspace = This Firebell belongs to another workspace.
refused-old-button = This button is from an older version. `{ $command }` in the channel shows the panel as it is now.
refused-trouble = Something went wrong on my side and nothing was saved. Please try again. (Reference { $reference })
refused-form = Slack did not let me open the form. Please try again.

flaw-empty = Please write something here.
flaw-too-long = { $length } characters are too many; { $longest } fit.
flaw-past = This time has passed.
flaw-too-far = More than 30 days ahead is too far for a promise.
flaw-unknown = Please choose one of the list.

mistake-unknown = I don't know "{ $word }". `{ $command } help` shows what can be typed.
mistake-near = I don't know "{ $word }". Did you mean `{ $command } { $near }`?
mistake-declare = Which severity? For example `{ $command } declare sev1 Payments fail`. There are { $known }.
mistake-sev = Which severity? For example `{ $command } sev sev1 because payments fail`. There are { $known }.
mistake-stage = Which stage? For example `{ $command } stage mitigating`. There are detected, triage, escalated, mitigating, monitoring.
mistake-role = Which role, and who? For example `{ $command } role commander @someone`. There are commander, triage, communications, responder.
mistake-note = What shall I write down? For example `{ $command } note The rollback has started`.
mistake-snooze = For how long? For example `{ $command } snooze 20m`.

## Documents.

export-title = Postmortem of { $number }
export-comment = The postmortem of { $number } as it stands now. Lines that begin with "To fill in" are waiting for you.
