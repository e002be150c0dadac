## Incidents that were none after all, and incidents that are one.

stage-cancelled = Cancelled

line-cancelled = :no_entry_sign: { $by } cancelled { $number }: it was not an incident after all.
line-cancelled-duplicate = :no_entry_sign: { $by } cancelled { $number }: it is a duplicate of { $original }.
line-go-on-there = Please go on in { $channel }.
line-duplicate-found = { $by } found that { $other }, "{ $title }", is a duplicate of { $number }.
line-duplicate-gone = { $by } reopened { $other }: it is not a duplicate of { $number } after all.

cause-no-incident = Not an incident after all
cause-duplicate = Duplicate of { $original }
topic-duplicate = Duplicate of { $original }

announcement-origin-over = Since { $since } · declared by { $by } · its channel: { $channel }
panel-cancel = Cancel…
panel-cancelled = Cancelled
panel-cause = Reason
panel-because = Explanation
panel-duplicates = Duplicates of this one
reminder-cancelled = { $by } cancelled { $number }. No more updates are owed.

form-back = Back
cancel-title = Cancel { $number }
cancel-submit = Cancel incident
cancel-hint = *{ $title }*
    No more reminders will come. It can be reopened.
cancel-duplicate = Duplicate of
cancel-duplicate-hint = Choose one if people work on the same trouble there. Leave it empty if this was not an incident after all.
cancel-duplicate-newest = These are the newest open incidents, as many as Slack lists. If it is an older one, type { $command } cancel duplicate of INC-42 in this incident's channel.
cancel-because = Why?
cancel-because-example = False alarm: the load test had not been announced

answer-cancelled = { $number } is cancelled: not an incident after all.
answer-cancelled-duplicate = { $number } is cancelled as a duplicate of { $original }.

said-cancelled = cancelled: not an incident after all
said-cancelled-duplicate = cancelled as a duplicate of { $original }
said-duplicate-found = found { $number } to be a duplicate of this
said-duplicate-gone = reopened { $number }: not a duplicate of this after all

fact-cancelled = Cancelled: not an incident after all
fact-cancelled-duplicate = Cancelled as a duplicate of { $original }
fact-duplicate-found = { $number } was found to be a duplicate of this incident
fact-duplicate-gone = { $number } was reopened: not a duplicate of this incident after all

postmortem-cancelled = This incident was cancelled: it was not an incident after all.
postmortem-cancelled-duplicate = This incident was cancelled as a duplicate of { $original }.
postmortem-lasted-until-cancelled = { $span } (declared to cancelled)
postmortem-duplicates = Duplicates

refused-cancelled = { $number } was cancelled. `{ $command } reopen { $number }` opens it again.
refused-cancelled-duplicate = { $number } was cancelled as a duplicate of { $original }. Go on there; or, if they are not the same, `{ $command } reopen { $number }` opens it again.
refused-stage-cancel = To cancel { $number }, type `{ $command } cancel { $number }`, or press Cancel… on the panel.
refused-own-duplicate = { $number } can't be a duplicate of itself. Name the other incident: `{ $command } list` shows what is open.
refused-duplicate-of-own = { $asked } was cancelled as a duplicate of { $number }, so { $number } is where people work on both. If it should be the other way round, reopen { $asked } first: `{ $command } reopen { $asked }`.
refused-duplicate-of-duplicate = { $asked } is itself a duplicate of { $original }. Name that one: `{ $command } cancel { $number } duplicate of { $original }`.
refused-duplicate-of-ended = Nobody works on { $asked } any more (stage: { $stage }). If it is the same trouble, reopen it first: `{ $command } reopen { $asked }`.
mistake-duplicate = Of which incident is it a duplicate? For example `{ $command } cancel duplicate of INC-42`. `{ $command } list` shows what is open.

errand-link = tell the incident that this one is a duplicate of it
errand-unlink = tell the other incident that this one is no duplicate of it
errand-point-here = tell a duplicate in which channel this one goes on

## Incidents that are merged.

line-merged = :no_entry_sign: { $by } merged { $number } into { $original }. What was recorded here goes there too.
line-timeline-comes = What was recorded there comes onto the timeline here.
answer-merged = { $number } is merged into { $original }: its recorded entries are being added to the timeline there. If more is recorded later, merge it once more.
mistake-merge = Into which incident? For example `{ $command } merge INC-42` in the channel of the one that ends, or `{ $command } merge INC-43 into INC-42`.
fact-brought = { $number }: { $fact }
