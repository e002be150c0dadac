## What the clock says, beside the reminder itself.

heads-up = { $number } · { $severity } · *{ $title }*: the next update is due in { $left }, at { $at }. If none is there by then, I will ask for it in { $place }.
heads-up-thread = the thread below the announcement
