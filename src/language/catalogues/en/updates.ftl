## Updates on their way, and what stakeholders hear beside them.

fates-delivered = Delivered to { $places }
fates-waiting = waiting for Slack: { $places }
fates-given-up = { $place }: not delivered ({ $why })
fates-not-corrected = { $place } still shows the old words ({ $why })
fates-retry = Retry

line-undelivered = :warning: { $number }: I could not { $errand } ({ $why }). Mend that, then press *Retry*.

notice-last-update = Last update { $at }
notice-next-update = Next update due { $at }
notice-closed = Closed { $at }

told-nothing-new = Nothing new on { $number }.
told-resolved = :white_check_mark: { $number } is resolved.
told-not-resolved = :rotating_light: { $number } is not over after all. It is back in *{ $stage }*.
told-closed = { $number } is closed.
told-reopened = :rotating_light: { $number } is not over after all: it was reopened.

refused-nothing-to-retry = Nothing of { $number } waits for a retry there: it has been delivered, or is on its way again.

errand-tell-more = pass word to a channel of stakeholders
errand-refresh-notice = update what a channel of stakeholders was told
errand-refresh-copies = correct an update that was sent
