## Updates on their way, and what stakeholders hear beside them.

fates-delivered = Delivered to { $places }
fates-waiting = waiting for Slack: { $places }
fates-given-up = { $place }: not delivered ({ $why })
fates-not-corrected = { $place } still shows the old words ({ $why })
fates-retry = Retry

line-undelivered = :warning: { $number }: I could not { $errand } ({ $why }). Please fix that, then press *Retry*.

line-delivered-after-all = :white_check_mark: { $number }: { $place } is up to date again.
line-undelivered-again = { $number }: { $place } was tried again in vain; see the newer message below.

notice-last-update = Last update { $at }
notice-next-update = Next update due { $at }
notice-closed = Closed { $at }

told-nothing-new = Nothing new on { $number }.
told-resolved = :white_check_mark: { $number } is resolved.
told-not-resolved = :rotating_light: { $number } is not over after all. It is back in *{ $stage }*.
told-closed = { $number } is closed.
told-cancelled = :no_entry_sign: { $number } was cancelled: it was not an incident after all.
told-duplicate = :no_entry_sign: { $number } was cancelled: it is a duplicate of { $other }, where work goes on.
told-reopened = :rotating_light: { $number } is not over after all: it was reopened.

refused-nothing-to-retry = Nothing is left to retry there for { $number }: it has been delivered, or is on its way again. Please look at the update in its channel: it shows how far it got.

errand-tell-more = deliver an update to a stakeholder channel
errand-refresh-notice = update the notice in a stakeholder channel
errand-refresh-copies = correct an update that was delivered

## Edits, external word, the preview.

update-edit = Edit…
update-corrected = Corrected { $at }
update-preview = Preview
correction-title = Correct an update
correction-submit = Correct everywhere
correction-hint = Every copy of this update is edited and marked as corrected; copies that are still on their way go out with the new words. The timeline keeps the old ones.
refused-update-out-of-hand = { $number } has no such update to edit: there is none yet, or it is older than the last five. `{ $command } update` posts a new one.

external-heading = *Update* on { $number }
external-hint = *External word.* It goes to those outside, and only if it is new. They see none of the rest.
external-state = Current state
external-state-hint = In their words: "Card payments fail; transfers work", not "db-3 replica lag".
external-state-example = Card payments fail for about a third of customers. Transfers work.
external-expected-fix = Expected fix
external-expected-fix-hint = When it is likely to be fixed. Leave it empty rather than guess.
external-expected-fix-example = By 12:30 KST
external-follow-up = What follows
external-follow-up-hint = What they can do meanwhile, and where they hear more.
external-follow-up-example = Please try a bank transfer. We write again at 12:15 KST.
external-notice = { $light } *We are working on a disruption* · { $number }
external-notice-over = { $light } *The disruption is over* · { $number }
external-notice-cancelled = { $light } *Cancelled* · { $number }
external-since = Since { $at }
external-resolved = Resolved { $at }
told-reopened-outside = :rotating_light: { $number } is not over after all. We are working on it again.

preview-title = As it will be read
preview-back = Back to the form
preview-not-shown = Slack did not let me show the preview of your update on { $number }. What you typed still stands in the form; you can send it without the preview, or press *Preview* again.
preview-inside = *Inside:* { $places }
preview-outside = *Outside:* { $places }
preview-nothing-outside = *Outside:* nothing is sent. Fill in the external word to tell them.

update-what-happened-hint = In service terms, "Customers can't pay by card", rather than system terms, "db-3 replica lag".
update-impact-hint = "About 30 % of card payments" rather than "5xx on /pay at 12 %".
update-doing-hint = "We are switching to the spare database" rather than "failover db-3 → db-4".

moment-told-outside = First external word
said-update-corrected = corrected an update: { $text }
said-outside = to those outside: { $text }
fact-update-corrected = Update corrected: { $text }
