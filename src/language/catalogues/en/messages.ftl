## What everybody reads.

announcement-origin = Since { $since } · declared by { $by } · work happens in { $channel }
announcement-origin-early = Since { $since } · declared by { $by } · the channel is being made
announcement-commander = Commander { $person }
announcement-no-commander = No commander yet
announcement-last-update = Last update { $at } by { $by }
announcement-resolved = Resolved { $at } ({ $recovery })
announcement-fallback = { $severity } { $number }: { $title } ({ $stage }), declared by { $by }

panel-stage = Stage
panel-declared = Declared
panel-declared-value = { $at } by { $by }
panel-owner = Owner
panel-next-update = Next update due
panel-snoozed = Reminder snoozed until
panel-service = Service
panel-resolved = Resolved
panel-closed = Closed
panel-postmortem = Postmortem owner
panel-last-update = Last update, { $at }
panel-nobody = nobody yet
panel-assign = Assign…
panel-take-commander = Take command
panel-take-triage = Take triage
panel-take-communications = Take communications
panel-take-responder = Join as responder
panel-update = Post update
panel-resolve = Resolve…
panel-close = Close
panel-reopen = Reopen
panel-export = Export
panel-hint = Change the severity with one press above. More: `{ $command } help`
panel-fallback = Control panel of { $number } ({ $severity }, { $stage }): { $title }

reminder = { $person } An update on { $number } is due. { $last }
reminder-last = The last word was { $ago } ago.
reminder-none-yet = None yet, { $ago } after the declaration.
reminder-snooze = Snooze { $minutes } min
reminder-nothing-new = Nothing new
reminder-updated = Update on { $number } posted by { $by }.
reminder-said-nothing-new = { $by } says that nothing is new on { $number }.
reminder-resolved = { $number } was resolved by { $by }; no update is owed.
reminder-snoozed = { $by } snoozed the reminder on { $number } until { $until }.

line-severity = { $by } changed the severity from *{ $from }* to *{ $to }*.
line-stage = { $by } moved the stage from *{ $from }* to *{ $to }*.
line-role-taken = { $to } is now *{ $role }*.
line-role-taken-over = { $to } is now *{ $role }*, taking over from { $from }.
line-role-given = { $to } is now *{ $role }*, assigned by { $by }.
line-role-passed-on = { $by } handed *{ $role }* over to { $to }.
line-role-handed-over = { $to } is now *{ $role }*, taking over from { $from }; assigned by { $by }.
line-next-update = Next update due { $at }.
line-nothing-new = { $number }: nothing new, says { $by }. Next update { $next }.
line-resolved = :white_check_mark: { $number } is resolved, says { $by }. Recovery: { $recovery }. Detected by: { $detection }.
line-closed = { $number } is closed, says { $by }.
line-postmortem-required = A postmortem is required; { $person } owns it.
line-postmortem-optional = { $person } owns the postmortem.
line-reopened = :rotating_light: { $number } is open again, says { $by }.
line-gave-up = :warning: I could not { $errand } ({ $why }). I will not try again; please do it by hand or ask whoever runs me.

update-heading = *Update* on { $number } · { $severity } · { $title }, by { $by }
line-update-happened = What happened
line-update-impact = Impact
line-update-doing = Being done now
