## The postmortem document. What people write is put in as it is; keep a blank or a line's end behind it.

postmortem-to-fill = To fill in: { $what }
postmortem-not-yet = not yet
postmortem-not-recorded = not recorded

postmortem-days = { $n } d
postmortem-hours = { $n } h
postmortem-minutes = { $n } min
postmortem-seconds = { $n } s
postmortem-under-a-second = under 1 s

postmortem-not-over = This incident is not over yet (stage: { $stage }). Export it again when it is over.
postmortem-not-closed = This incident is resolved but not closed yet.
postmortem-written = Written { $at }. All times are in the time zone { $zone }.

postmortem-item = Item
postmortem-value = Value
postmortem-severity = Severity
postmortem-severity-at-first = { $now }, declared as { $first }
postmortem-review = Review
postmortem-stage = Stage
postmortem-service = Service
postmortem-declared-by = Declared by
postmortem-channel = Channel
postmortem-open-channel = open in Slack
postmortem-no-channel = no channel
postmortem-owner = Postmortem owner
postmortem-duration = Duration
postmortem-lasted = { $span } (declared to resolved)
postmortem-lasting = { $span } so far
postmortem-reopened = Reopened
postmortem-times =
    { $n ->
        [one] once
       *[other] { $n } times
    }
postmortem-fill-service = which service
postmortem-fill-owner = who writes this document

postmortem-summary = Summary
postmortem-fill-summary = two or three sentences that can be published without the rest: what customers noticed, for how long, and what was done
postmortem-seen = What was seen
postmortem-fill-seen = what was seen first, and by whom
postmortem-last-update = Last update ({ $at })
postmortem-detection = Detected by
postmortem-place = Place of failure
postmortem-fill-place = which component or step failed
postmortem-recovery = Recovered by

postmortem-impact = Impact
postmortem-impact-who = Who was affected
postmortem-fill-impact-who = which customers or teams, how many of them
postmortem-impact-what = What they could not do
postmortem-fill-impact-what = in their words, with numbers such as failed requests
postmortem-impact-long = For how long
postmortem-fill-impact-long = first and last affected request, with zone
postmortem-impact-cost = What it cost
postmortem-fill-impact-cost = revenue, data, contracts, legal duties; "none" is an answer too

postmortem-key-times = Key times
postmortem-moment = Moment
postmortem-time = Time
postmortem-since-declared = Since declared
postmortem-since-before = Since the moment before
postmortem-occurred = Occurred
postmortem-fill-occurred = when it began
postmortem-detected = Detected
postmortem-fill-detected = when it was first noticed
postmortem-declared = Declared
postmortem-announced = Announced
postmortem-acknowledged = Acknowledged (a commander is on it)
postmortem-first-update = First update
postmortem-entered = First in { $stage }
postmortem-mitigated = Mitigated
postmortem-resolved = Resolved
postmortem-closed = Closed

postmortem-roles = Roles
postmortem-no-roles = Nobody took a role.
postmortem-role = Role
postmortem-holder = Held by
postmortem-from = From
postmortem-until = Until

postmortem-updates = Updates
postmortem-no-updates = No update was posted.
postmortem-update = Update { $number }
postmortem-update-what = What happened
postmortem-update-impact = Impact
postmortem-update-doing = What we were doing
postmortem-update-next = Next update due
postmortem-update-outside = To those outside: { $what }
postmortem-update-corrected = Corrected { $at } by { $who }. Before that it said:

postmortem-decisions = Decisions
postmortem-no-decisions = No decision was recorded.
postmortem-decision = Decision
postmortem-reason = Reason

postmortem-attempts = Attempts to recover
postmortem-no-attempts = No attempt was recorded.
postmortem-attempt = Attempt
postmortem-outcome = Outcome
postmortem-details = Details
postmortem-attempted = Attempt: { $way } ({ $outcome })

postmortem-timeline = Timeline
postmortem-who = Who
postmortem-what = What

postmortem-changes = Changes in the 24 hours before
postmortem-changes-between = Deployments, settings, data, infrastructure, traffic and partners, from { $from } to { $to }.
postmortem-change = Change
postmortem-link = Link
postmortem-fill-change = what was changed, or "none known"

postmortem-whys = Five whys
postmortem-whys-hint = Ask the first question as an affected customer would. Add or remove steps as needed; every answer needs its evidence.
postmortem-why-customer = As a customer, why could I not do what I came for?
postmortem-why-next = Why did that happen (answer { $before })?
postmortem-answer = Answer
postmortem-fill-answer = the cause, in one sentence
postmortem-evidence = Evidence
postmortem-fill-evidence = graph, log line, commit or ticket that shows it

postmortem-lessons = Looking back
postmortem-went-well = What went well
postmortem-fill-went-well = what we want to do the same way next time
postmortem-went-wrong = What went wrong
postmortem-fill-went-wrong = what cost time or made it worse, failed attempts included; name roles, not people
postmortem-lucky = Where we were lucky
postmortem-fill-lucky = what could have made it worse and did not

postmortem-action-items = Action items
postmortem-action-items-hint = Kind: prevent, detect sooner or recover faster. Horizon: short (2 days at most), mid or long. A stopgap names the item that removes its root cause.
postmortem-action = Action
postmortem-kind = Kind
postmortem-horizon = Horizon
postmortem-action-owner = Owner
postmortem-due = Due
postmortem-ticket = Ticket
postmortem-fill-action = what will be done

postmortem-people = Participants and reviewers
postmortem-participants = Participants
postmortem-reviewers = Reviewers
postmortem-fill-reviewers = who has read and approved this

## The facts of the timeline.

fact-declared = Declared { $severity }: { $title }
fact-service = Service: { $service }
fact-seen = Seen: { $text }
fact-announced = Announcement posted
fact-channel-opened = Channel opened: #{ $name }
fact-severity-changed = Severity: { $from } → { $to }
fact-stage-changed = Stage: { $from } → { $to }
fact-role-given = { $role }: { $who }
fact-role-left = { $role }: { $who } left
fact-update-posted = Update posted: { $text }
fact-nothing-new = Nothing new; next update due at { $at }
fact-nothing-new-at-the-end = Nothing new
fact-reminded = Reminded that an update was due at { $at }
fact-escalated = Update overdue since { $at }; called { $whom }
fact-asked-to-command-channel = Asked the channel for a commander
fact-asked-to-command-groups = Asked the escalation group for a commander
fact-snoozed = Reminder snoozed until { $at }
fact-noted = Note: { $text }
fact-decided = Decision: { $what }
fact-tried = Attempt: { $way } ({ $outcome })
fact-corrected = Correction of { $entry }
fact-struck = Struck: { $entry }
fact-corrected-by = Corrected by { $who } at { $at }
fact-corrected-time = Corrected by { $who } at { $at }; before, the time was { $was }
fact-struck-by = Struck by { $who } at { $at }
fact-time-set = Key time: { $moment }
fact-time-set-again = Key time: { $moment }. Before: { $was }
fact-quoted = Said: { $text }
fact-message = message in Slack
fact-kept-by = Added by { $who }
fact-let-go = A message was taken off the timeline
fact-resolved = Resolved. Recovered by: { $recovery }. Detected by: { $detection }.
fact-closed = Closed
fact-closed-with-owner = Closed. Postmortem owner: { $owner }
fact-reopened = Reopened
fact-gave-up = Could not { $errand }, gave up: { $why }
fact-reason = Reason: { $reason }
fact-recorded = Recorded at { $at }
