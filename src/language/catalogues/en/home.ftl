## The app's home

home-declare = Declare incident
home-refresh = Refresh
home-as-of = As of { $at }. Refreshes when you open this page, press Refresh, or send a form from here.
home-guest = Incidents are shown here to full members of this workspace only. If something is broken, please ask a member to type `{ $command }`; an incident that you were invited to, you can follow in its channel.
home-trouble = :warning: The incidents cannot be shown right now. Press Refresh in a moment; if it keeps failing, tell whoever runs Firebell. (Reference { $reference })
home-old-button = This button is out of date; the page has been refreshed. Please try again.

home-owed = What you owe
home-owed-nothing = Nothing. You hold no role, and nobody is waiting for an update from you.
home-owed-more = { $count ->
    [one] …and 1 more.
   *[other] …and { $count } more.
}
home-roles = Your role: { $roles }
home-stands-in = Yours until somebody takes command
home-to-close = Resolved: close it when nothing is left to do
home-update-ahead = Next update due { $at }
home-update-due = :alarm_clock: *Update due* since { $at }
home-update-overdue = :rotating_light: *Update overdue*, was due { $at }
home-postmortem = :memo: You write the postmortem. Closed { $at }

home-board = { $count ->
    [one] 1 open incident
   *[other] { $count } open incidents
}
home-stage = *{ $stage }* · { $count }
home-inbox-overflows = :inbox_tray: *Inbox overflow*: more than { $limit } are waiting for somebody to look at them
home-owner = Owner { $owner }
home-age = in this stage for { $age }
home-age-new = in this stage since just now
home-no-commander = :raising_hand: *No commander*
home-over-limit = :hourglass: *Over this stage's limit of { $limit }*
home-page = Page { $page } of { $pages }
home-page-before = ◀ Previous page
home-page-after = Next page ▶
home-beyond = { $count ->
    [one] 1 older incident is open, too, and has no room here.
   *[other] { $count } older incidents are open, too, and have no room here.
}
home-empty = :white_check_mark: *No incident is open.* If something breaks, ring the bell: press *Declare incident* above, or type `{ $command } declare sev1 what is wrong` in any channel. A title is enough; details can follow.

home-ended = Ended recently
home-closed = Closed { $at }
home-cancelled = Cancelled { $at }
