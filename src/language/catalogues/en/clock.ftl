## What the clock says, beside the reminder itself.

heads-up = { $number } · { $severity } · *{ $title }*: the next update is due in { $left } ({ $at }). If none is there by then, I will ask for it in { $place }.
heads-up-thread = the thread below the announcement

refused-snooze = { $severity } reminders can be snoozed for 1 min up to { $longest } at a time. To be left alone for longer, post an update that promises the next one later: `{ $command } update`.
refused-no-snooze = { $severity } reminders cannot be snoozed. Please post an update, or say that nothing is new: `{ $command } update`, `{ $command } nothing-new`.
refused-snoozed-often = The reminder on { $number } was snoozed { $times ->
        [one] once
       *[other] { $times } times
    } since the last update, and { $severity } allows no more. Please post an update, or say that nothing is new: `{ $command } update`, `{ $command } nothing-new`. After that it can be snoozed again.

line-mitigated-update = { $person } Please post an update: the stakeholders are waiting to hear that it is getting better.
line-resolved-update = { $person } Please post a last update: what happened, and that it is over.
