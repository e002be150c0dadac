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
reminder-none-yet = None yet; it was declared { $ago } ago.
reminder-snooze = Snooze { $minutes } min
reminder-nothing-new = Nothing new
reminder-updated = { $by } posted an update on { $number }.
reminder-said-nothing-new = { $by } answered: nothing new on { $number }.
reminder-resolved = { $by } resolved { $number }. No more updates are owed.
reminder-closed = { $by } closed { $number }. No more updates are owed.
reminder-snoozed = { $by } snoozed the reminder on { $number } until { $until }.

line-severity = { $by } changed the severity of { $number } from *{ $from }* to *{ $to }*.
line-stage = { $by } moved { $number } from *{ $from }* to *{ $to }*.
line-role-taken = { $to } is now *{ $role }*.
line-role-taken-over = { $to } is now *{ $role }*, taking over from { $from }.
line-role-given = { $to } is now *{ $role }*, assigned by { $by }.
line-role-passed-on = { $by } handed *{ $role }* over to { $to }.
line-role-handed-over = { $to } is now *{ $role }*, taking over from { $from }; assigned by { $by }.
line-next-update = Next update due { $at }.
line-nothing-new = { $by } says there is nothing new on { $number }.
line-resolved = :white_check_mark: { $by } resolved { $number }. Recovered by: { $recovery }. Detected by: { $detection }.
line-closed = { $by } closed { $number }.
line-postmortem-required = A postmortem is required. { $person } owns it.
line-postmortem-optional = { $person } owns the postmortem.
line-reopened = :rotating_light: { $by } reopened { $number }.
line-gave-up = :warning: { $number }: I could not { $errand } ({ $why }). I will not try again; please do it by hand or tell whoever runs Firebell.
line-gave-up-unknown = :warning: { $number }: Another version of Firebell left something to do that this version does not know. It will not be done; please tell whoever runs Firebell.

update-heading = *Update* on { $number } · { $severity } · { $title }, by { $by }
line-update-happened = What happened
line-update-impact = Impact
line-update-doing = What we are doing now
reminder-retired = An update on { $number } was due; the reminder came again below.
